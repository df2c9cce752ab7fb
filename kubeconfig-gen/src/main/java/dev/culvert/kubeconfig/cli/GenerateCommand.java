package dev.culvert.kubeconfig.cli;

import dev.culvert.kubeconfig.CertificateAuthority;
import dev.culvert.kubeconfig.ClusterAccess;
import dev.culvert.kubeconfig.DefaultLocation;
import dev.culvert.kubeconfig.Kubeconfig;
import dev.culvert.kubeconfig.KubeconfigFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes or merges one kubeconfig. */
@Command(
        name = "kubeconfig-gen",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = "kubeconfig-gen --gateway=URL --cluster=NAME [OPTION...]",
        description = {
            "Puts a cluster behind a Culvert gateway into a kubeconfig, for kubectl and every other Kubernetes client.",
            "Other entries of the file stay as they are, and kubectl's lock on it is respected."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "1:nothing was written: the file, its lock, or an entry of the same name",
            "2:nothing was written: the options make no sense"
        })
final class GenerateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @ArgGroup(validate = false, heading = "%nThe cluster:%n", order = 1)
    private ClusterOptions cluster = new ClusterOptions();

    @ArgGroup(validate = false, heading = "%nThe caller (not needed where --user is in the file already):%n", order = 2)
    private CredentialOptions credential = new CredentialOptions();

    @ArgGroup(validate = false, heading = "%nThe kubeconfig:%n", order = 3)
    private OutputOptions output = new OutputOptions();

    GenerateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Where it goes, and under which names. */
    static final class OutputOptions {
        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description =
                        "The file to change or make; - prints a new kubeconfig (default: the file that kubectl would"
                                + " change: from KUBECONFIG, else ~/.kube/config).")
        private @Nullable String file;

        @Option(
                names = "--context",
                paramLabel = "NAME",
                description = "Name of the context and of its cluster entry (default: the cluster's name).")
        private @Nullable String context;

        @Option(names = "--user", paramLabel = "NAME", description = "Name of the user entry (default: the context's).")
        private @Nullable String user;

        @Option(
                names = {"-n", "--namespace"},
                paramLabel = "NAME",
                defaultValue = "",
                description = "Namespace of the context.")
        private String namespace = "";

        @Option(
                names = "--set-current",
                description = "Make it the current context (default: only in a file that is new).")
        private boolean setCurrent;

        @Option(names = "--force", description = "Replace entries of the same name that lead elsewhere.")
        private boolean force;

        @Option(
                names = "--lock-timeout",
                paramLabel = "SECONDS",
                defaultValue = "10",
                description = "How long to wait for another writer (default: ${DEFAULT-VALUE}).")
        private int lockTimeout;
    }

    @Override
    public Integer call() {
        if (output.lockTimeout < 0) {
            throw new IllegalArgumentException("--lock-timeout is negative");
        }
        Optional<CertificateAuthority> authority = cluster.authority();
        String context = output.context == null ? cluster.cluster().value() : output.context;
        ClusterAccess access = new ClusterAccess(
                cluster.gateway(),
                cluster.server(),
                context,
                output.user == null ? context : output.user,
                output.namespace,
                cluster.tlsServerName(),
                authority.orElse(null),
                credential.credential(surroundings).orElse(null));
        authority.map(CertificateAuthority::expired).ifPresent(this::warn);
        write(access);
        return 0;
    }

    private void warn(Iterable<String> expired) {
        expired.forEach(subject ->
                surroundings.err().println("kubeconfig-gen: warning: the certificate of " + subject + " has expired"));
    }

    private void write(ClusterAccess access) {
        if ("-".equals(output.file)) {
            Kubeconfig fresh = Kubeconfig.empty().with(access, false).withCurrentContext(access.context());
            surroundings.out().print(fresh.render());
            surroundings.out().flush();
            return;
        }
        if (output.file != null && output.file.isEmpty()) {
            throw new IllegalArgumentException("--output is empty");
        }
        Path path = output.file == null ? DefaultLocation.of(surroundings.environment()) : Path.of(output.file);
        new KubeconfigFile(path, Duration.ofSeconds(output.lockTimeout)).update((document, isNew) -> {
            Kubeconfig merged = document.with(access, output.force);
            return isNew || output.setCurrent ? merged.withCurrentContext(access.context()) : merged;
        });
        surroundings.out().println("Context \"" + access.context() + "\" in " + path + " leads to " + access.server());
    }
}
