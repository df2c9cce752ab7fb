package dev.culvert.kubeconfig.cli;

import dev.culvert.kubeconfig.ClientKeyPair;
import dev.culvert.kubeconfig.Credential;
import dev.culvert.kubeconfig.KubeconfigException;
import dev.culvert.kubeconfig.credential.ExecCredential;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the caller proves who he is: at most one of six ways. */
final class CredentialOptions {
    static final String NOBODY_TO_ASK_AS =
            "--all asks the gateway in the caller's name: give a token, a client certificate, or --oidc-issuer";

    @Option(names = "--token-file", paramLabel = "FILE", description = "Take the token from this file.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--token-reference",
            description = "Do not copy the token: let clients read --token-file whenever they need it.")
    private boolean tokenReference;

    @Option(
            names = "--token-plugin",
            description = "Do not copy the token: let clients run this program, which reads --token-file each time.")
    private boolean tokenPlugin;

    @Option(
            names = "--token-env",
            paramLabel = "VARIABLE",
            description = "Take the token from this environment variable.")
    private @Nullable String tokenVariable;

    @Option(names = "--token-stdin", description = "Take the token from standard input.")
    private boolean tokenStdin;

    @Option(names = "--token", hidden = true, arity = "0..1", fallbackValue = "")
    private @Nullable String token;

    @Option(
            names = "--client-certificate",
            paramLabel = "FILE",
            description = "A client certificate in PEM, with its intermediates; needs --client-key.")
    private @Nullable Path clientCertificate;

    @Option(names = "--client-key", paramLabel = "FILE", description = "Its private key in PEM, not encrypted.")
    private @Nullable Path clientKey;

    @Option(
            names = "--client-certificate-reference",
            description = "Do not copy certificate and key: let the kubeconfig name the two files.")
    private boolean clientCertificateReference;

    @Option(
            names = "--exec-command",
            paramLabel = "PROGRAM",
            description = "Let clients run this program for a credential.")
    private @Nullable String execCommand;

    @Option(
            names = "--exec-arg",
            paramLabel = "ARGUMENT",
            description = "An argument of that program; may be repeated. Write --exec-arg=--like-this.")
    private List<String> execArguments = new ArrayList<>();

    @Option(
            names = "--exec-api-version",
            paramLabel = "VERSION",
            description = "What that program speaks, or this one as a plugin (default: " + ExecCredential.V1
                    + "; of this program " + ExecCredential.V1BETA1 + ", which kubectl before 1.22 needs).")
    private @Nullable String execApiVersion;

    @Option(
            names = "--exec-interactive-mode",
            paramLabel = "MODE",
            defaultValue = "IfAvailable",
            description = "Whether it needs a terminal: Never, IfAvailable or Always (default: ${DEFAULT-VALUE}).")
    private String execInteractiveMode = "";

    @Option(
            names = "--plugin-command",
            paramLabel = "PROGRAM",
            description = "How clients find this program, where they have to run it (default: where it is now).")
    private @Nullable String pluginCommand;

    /** What was chosen; empty where nothing was. */
    Optional<Credential> credential(Surroundings surroundings, OidcOptions oidc) {
        oidc.check();
        if (token != null) {
            throw new IllegalArgumentException("a token on the command line can be read by everybody on the machine;"
                    + " use --token-file, --token-env or --token-stdin");
        }
        long ways = Stream.of(
                        tokenFile != null,
                        tokenVariable != null,
                        tokenStdin,
                        clientCertificate != null,
                        oidc.given(),
                        execCommand != null)
                .filter(chosen -> chosen)
                .count();
        if (ways > 1) {
            throw new IllegalArgumentException(
                    "--token-file, --token-env, --token-stdin, --client-certificate, --oidc-issuer"
                            + " and --exec-command exclude each other");
        }
        if ((clientCertificate == null) != (clientKey == null)) {
            throw new IllegalArgumentException("--client-certificate and --client-key need each other");
        }
        if (clientCertificateReference && clientCertificate == null) {
            throw new IllegalArgumentException("--client-certificate-reference needs --client-certificate");
        }
        if ((tokenReference || tokenPlugin) && tokenFile == null) {
            throw new IllegalArgumentException("--token-reference and --token-plugin need --token-file");
        }
        if (tokenReference && tokenPlugin) {
            throw new IllegalArgumentException("--token-reference and --token-plugin exclude each other");
        }
        if (!execArguments.isEmpty() && execCommand == null) {
            throw new IllegalArgumentException("--exec-arg needs --exec-command");
        }
        return ways == 0 ? Optional.empty() : Optional.of(chosen(surroundings, oidc));
    }

    /** The caller's token itself, for a question of this program's own. */
    Credential.Token token(Credential chosen, Surroundings surroundings, OidcOptions oidc) {
        if (chosen instanceof Credential.Token given) {
            return given;
        }
        if (tokenFile != null) {
            return Credential.Token.read(tokenFile);
        }
        if (oidc.given()) {
            return new Credential.Token(oidc.source(surroundings.logins(), true, surroundings.err()::println)
                    .token()
                    .value());
        }
        throw new IllegalArgumentException(NOBODY_TO_ASK_AS);
    }

    /** The caller's certificate and key, where it is those that he gave. */
    Optional<ClientKeyPair> keyPair() {
        return clientCertificate == null || clientKey == null
                ? Optional.empty()
                : Optional.of(ClientKeyPair.read(clientCertificate, clientKey));
    }

    /** What a file that is source code may say: where the secret is. */
    Credential byReference(Credential chosen, Surroundings surroundings) {
        if (tokenFile != null) {
            return new Credential.TokenFile(tokenFile);
        }
        return keyPair().map(pair -> pair.credential(false)).orElse(chosen);
    }

    private Credential chosen(Surroundings surroundings, OidcOptions oidc) {
        if (execCommand != null) {
            String version = execApiVersion == null ? ExecCredential.V1 : execApiVersion;
            return new Credential.Exec(execCommand, execArguments, version, execInteractiveMode);
        }
        if (oidc.given()) {
            return plugin(surroundings, oidc.arguments(), execInteractiveMode);
        }
        Optional<ClientKeyPair> keyPair = keyPair();
        if (keyPair.isPresent()) {
            keyPair.get().expired().forEach(surroundings::warnExpired);
            return keyPair.get().credential(!clientCertificateReference);
        }
        if (tokenFile != null) {
            // Read in both cases: a file that holds no token is better found now.
            Credential.Token read = Credential.Token.read(tokenFile);
            if (tokenPlugin) {
                String file = tokenFile.toAbsolutePath().normalize().toString();
                return plugin(surroundings, List.of("--token-file=" + file), "Never");
            }
            return tokenReference ? new Credential.TokenFile(tokenFile) : read;
        }
        if (tokenVariable != null) {
            String value = surroundings.environment().apply(tokenVariable);
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the environment variable that --token-env names is not set");
            }
            return Credential.Token.parse(value);
        }
        return fromStandardInput(surroundings.in());
    }

    private Credential plugin(Surroundings surroundings, List<String> source, String interactiveMode) {
        String version = execApiVersion == null ? ExecCredential.V1BETA1 : execApiVersion;
        List<String> arguments = new ArrayList<>(List.of("credential"));
        arguments.addAll(source);
        // Not every client says what it waits for.
        arguments.add("--api-version=" + version);
        String command = pluginCommand == null ? surroundings.command() : pluginCommand;
        return new Credential.Exec(command, arguments, version, interactiveMode);
    }

    private static Credential.Token fromStandardInput(InputStream in) {
        try {
            return Credential.Token.read(in, "standard input: ");
        } catch (IOException e) {
            throw new KubeconfigException("standard input cannot be read", e);
        }
    }
}
