package dev.culvert.gateway;

import dev.culvert.gateway.setup.AuthorityFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes certificate authorities, and certificates of theirs for the gateway itself. */
@Command(
        name = "ca",
        description = "Makes certificate authorities, and the gateway's own certificate.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class AuthorityCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "which command? try create or issue");
    }

    @Command(
            name = "create",
            description = "Makes an authority: ca.crt and ca.key.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void create(
            @Option(names = "--dir", required = true, paramLabel = "DIR", description = "where to; made if missing")
                    Path directory,
            @Option(names = "--name", paramLabel = "NAME", description = "else 'Culvert CA of' today") @Nullable
                    String name,
            @Option(names = "--force", description = "replace files that are there") boolean force)
            throws IOException {
        InstantSource clock = InstantSource.system();
        String own = name == null ? "Culvert CA of " + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : name;
        print(AuthorityFiles.create(own, directory, force, clock));
    }

    @Command(
            name = "issue",
            description = "Makes a certificate of an authority for the gateway: gateway.crt and gateway.key.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void issue(
            @Option(names = "--ca", required = true, paramLabel = "FILE", description = "its certificate, PEM")
                    Path certificate,
            @Option(names = "--ca-key", required = true, paramLabel = "FILE", description = "its key, PEM") Path key,
            @Option(
                            names = "--host",
                            required = true,
                            split = ",",
                            paramLabel = "HOST",
                            description = "DNS names, wildcards too, and IP addresses of the gateway")
                    List<String> hosts,
            @Option(names = "--dir", required = true, paramLabel = "DIR", description = "where to; made if missing")
                    Path directory,
            @Option(names = "--force", description = "replace files that are there") boolean force)
            throws IOException {
        print(AuthorityFiles.issue(certificate, key, hosts, directory, force, InstantSource.system()));
    }

    private void print(List<Path> files) {
        PrintWriter out = spec().commandLine().getOut();
        files.forEach(out::println);
        out.flush();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "set by picocli");
    }
}
