package dev.culvert.kubeconfig.cli;

import dev.culvert.kubeconfig.CertificateAuthority;
import dev.culvert.kubeconfig.ClusterAccess;
import dev.culvert.kubeconfig.ClusterName;
import dev.culvert.kubeconfig.Credential;
import dev.culvert.kubeconfig.KubeconfigException;
import dev.culvert.kubeconfig.rails.RailsInitializer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** Writes or merges one kubeconfig. */
@Command(
        name = "kubeconfig-gen",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = "kubeconfig-gen --gateway=URL (--cluster=NAME... | --all) [OPTION...]",
        description = {
            "Puts clusters behind a Culvert gateway into a kubeconfig, for kubectl and every other Kubernetes client.",
            "Other entries of the file stay as they are, and kubectl's lock on it is respected.",
            "With --format=rails it writes the same for a Rails application."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "1:nothing was written: the file, its lock, or an entry of the same name",
            "2:nothing was written: the options make no sense"
        })
final class GenerateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @ArgGroup(validate = false, heading = "%nThe clusters:%n", order = 1)
    private ClusterOptions clusters = new ClusterOptions();

    @ArgGroup(validate = false, heading = "%nThe caller (not needed where --user is in the file already):%n", order = 2)
    private CredentialOptions credential = new CredentialOptions();

    @ArgGroup(validate = false, heading = "%nThe caller, by a login that clients renew with this program:%n", order = 3)
    private OidcOptions oidc = new OidcOptions();

    @ArgGroup(validate = false, heading = "%nNames:%n", order = 4)
    private NameOptions names = new NameOptions();

    @ArgGroup(validate = false, heading = "%nThe kubeconfig:%n", order = 5)
    private OutputOptions output = new OutputOptions();

    GenerateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        output.check();
        clusters.check();
        names.check(clusters.several());
        Optional<CertificateAuthority> authority = clusters.authority();
        Optional<Credential> given = credential.credential(surroundings, oidc);
        Optional<Credential> caller =
                output.rails() ? given.map(chosen -> credential.byReference(chosen, surroundings)) : given;
        List<ClusterName> asked = clusters.clusters(credential.keyPair(), () -> token(given));
        if (asked.isEmpty() && !output.prune()) {
            throw new KubeconfigException("the caller may use no cluster of this gateway");
        }
        authority.map(CertificateAuthority::expired).ifPresent(expired -> expired.forEach(surroundings::warnExpired));
        String user = names.user(clusters.gateway(), asked, clusters.several());
        List<ClusterAccess> accesses = asked.stream()
                .map(cluster -> new ClusterAccess(
                        clusters.gateway(),
                        clusters.server(cluster),
                        names.context(cluster),
                        user,
                        names.namespace(),
                        clusters.tlsServerName(),
                        authority.orElse(null),
                        caller.orElse(null)))
                .toList();
        if (output.rails()) {
            writeRails(accesses);
            return 0;
        }
        new KubeconfigOutput(output, surroundings).write(clusters.gateway(), accesses);
        return 0;
    }

    private Credential.Token token(Optional<Credential> given) {
        Credential chosen = given.orElseThrow(() -> new IllegalArgumentException(CredentialOptions.NOBODY_TO_ASK_AS));
        return credential.token(chosen, surroundings, oidc);
    }

    private void writeRails(List<ClusterAccess> accesses) {
        String text = RailsInitializer.render(clusters.gateway(), accesses);
        Optional<Path> file = output.file().filter(path -> !output.prints());
        if (file.isEmpty()) {
            surroundings.out().print(text);
            surroundings.out().flush();
            return;
        }
        RailsInitializer.write(file.get(), text, output.force());
        surroundings
                .out()
                .println(file.get() + " makes clients for "
                        + String.join(
                                ", ",
                                accesses.stream().map(ClusterAccess::context).toList()));
    }
}
