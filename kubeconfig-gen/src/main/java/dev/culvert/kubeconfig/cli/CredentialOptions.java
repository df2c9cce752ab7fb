package dev.culvert.kubeconfig.cli;

import dev.culvert.kubeconfig.ClientKeyPair;
import dev.culvert.kubeconfig.Credential;
import dev.culvert.kubeconfig.KubeconfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the caller proves who he is: at most one of five ways. */
final class CredentialOptions {
    private static final int LARGEST = 64 * 1024 + 2;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Take the token from this file.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--token-reference",
            description = "Do not copy the token: let clients read --token-file whenever they need it.")
    private boolean tokenReference;

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
            defaultValue = "client.authentication.k8s.io/v1",
            description = "What that program speaks (default: ${DEFAULT-VALUE}).")
    private String execApiVersion = "";

    @Option(
            names = "--exec-interactive-mode",
            paramLabel = "MODE",
            defaultValue = "IfAvailable",
            description = "Whether it needs a terminal: Never, IfAvailable or Always (default: ${DEFAULT-VALUE}).")
    private String execInteractiveMode = "";

    /** What was chosen; empty where nothing was. */
    Optional<Credential> credential(Surroundings surroundings) {
        if (token != null) {
            throw new IllegalArgumentException("a token on the command line can be read by everybody on the machine;"
                    + " use --token-file, --token-env or --token-stdin");
        }
        long ways = Stream.of(
                        tokenFile != null,
                        tokenVariable != null,
                        tokenStdin,
                        clientCertificate != null,
                        execCommand != null)
                .filter(chosen -> chosen)
                .count();
        if (ways > 1) {
            throw new IllegalArgumentException("--token-file, --token-env, --token-stdin, --client-certificate and"
                    + " --exec-command exclude each other");
        }
        if ((clientCertificate == null) != (clientKey == null)) {
            throw new IllegalArgumentException("--client-certificate and --client-key need each other");
        }
        if (clientCertificateReference && clientCertificate == null) {
            throw new IllegalArgumentException("--client-certificate-reference needs --client-certificate");
        }
        if (tokenReference && tokenFile == null) {
            throw new IllegalArgumentException("--token-reference needs --token-file");
        }
        if (!execArguments.isEmpty() && execCommand == null) {
            throw new IllegalArgumentException("--exec-arg needs --exec-command");
        }
        return ways == 0 ? Optional.empty() : Optional.of(chosen(surroundings));
    }

    private Credential chosen(Surroundings surroundings) {
        if (execCommand != null) {
            return new Credential.Exec(execCommand, execArguments, execApiVersion, execInteractiveMode);
        }
        if (clientCertificate != null && clientKey != null) {
            return ClientKeyPair.read(
                    clientCertificate, clientKey, !clientCertificateReference, surroundings::warnExpired);
        }
        if (tokenFile != null) {
            // Read in both cases: a file that holds no token is better found now.
            Credential.Token read = fromFile(tokenFile);
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

    private static Credential.Token fromFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, "token file " + file + ": ");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("token file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("token file " + file + " cannot be read", e);
        }
    }

    private static Credential.Token fromStandardInput(InputStream in) {
        try {
            return read(in, "standard input: ");
        } catch (IOException e) {
            throw new KubeconfigException("standard input cannot be read", e);
        }
    }

    private static Credential.Token read(InputStream in, String where) throws IOException {
        String text = new String(in.readNBytes(LARGEST + 1), StandardCharsets.UTF_8);
        try {
            return Credential.Token.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + e.getMessage(), e);
        }
    }
}
