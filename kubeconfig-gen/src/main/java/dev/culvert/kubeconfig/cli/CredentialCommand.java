package dev.culvert.kubeconfig.cli;

import dev.culvert.kubeconfig.credential.ExecCredential;
import dev.culvert.kubeconfig.credential.ExecInfo;
import dev.culvert.kubeconfig.credential.FileSource;
import dev.culvert.kubeconfig.credential.IssuedToken;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An exec credential plugin of client-go. */
@Command(
        name = "credential",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis =
                "kubeconfig-gen credential (--token-file=FILE | --oidc-issuer=URL --oidc-client-id=ID [OPTION...])",
        description = {
            "Prints an ExecCredential with a token for the gateway: what kubectl runs, and whoever reads the same kubeconfig.",
            "A login is kept and renewed in files that only their owner can read; run it once in a terminal to log in."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:a token was printed", "1:there is none", "2:the options make no sense"})
final class CredentialCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Read the token from this file, each time.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--api-version",
            paramLabel = "VERSION",
            defaultValue = ExecCredential.V1BETA1,
            description = "Of the answer, where KUBERNETES_EXEC_INFO names none (default: ${DEFAULT-VALUE}).")
    private String apiVersion = "";

    @Option(
            names = "--cache-dir",
            paramLabel = "DIRECTORY",
            description = "Where logins are kept (default: culvert/oidc in XDG_CACHE_HOME, else ~/.cache).")
    private @Nullable Path cacheDirectory;

    @ArgGroup(validate = false, heading = "%nA login at an OpenID Connect provider:%n")
    private OidcOptions oidc = new OidcOptions();

    CredentialCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        oidc.check();
        if ((tokenFile == null) != oidc.given()) {
            throw new IllegalArgumentException("give either --token-file or --oidc-issuer");
        }
        ExecInfo info = ExecInfo.parse(surroundings.environment().apply("KUBERNETES_EXEC_INFO"), apiVersion);
        IssuedToken token = tokenFile == null
                ? oidc.source(cacheDirectory(), info.interactive(), this::prompt)
                        .token()
                : FileSource.read(tokenFile, Instant.now());
        surroundings.out().println(ExecCredential.render(token, info.apiVersion()));
        return 0;
    }

    private void prompt(String line) {
        surroundings.err().println(line);
    }

    private Path cacheDirectory() {
        return cacheDirectory == null ? surroundings.logins() : cacheDirectory;
    }
}
