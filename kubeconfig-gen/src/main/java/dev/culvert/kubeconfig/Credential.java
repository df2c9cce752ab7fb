package dev.culvert.kubeconfig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** How the caller proves to the gateway who he is: what goes into the {@code user} of a kubeconfig. */
public sealed interface Credential {
    /**
     * A bearer token, kept in the kubeconfig.
     *
     * @param value printable ASCII without white space
     */
    record Token(String value) implements Credential {
        static final int LONGEST = 64 * 1024;

        public Token {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the token is empty");
            }
            if (value.length() > LONGEST) {
                throw new IllegalArgumentException("the token is longer than 64 KiB");
            }
            if (!value.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new IllegalArgumentException("the token holds white space or a character that no token has");
            }
        }

        /** The token in the text, less the line end that editors and shells put behind it. */
        public static Token parse(String text) {
            return new Token(text.replaceFirst("\\r?\\n$", ""));
        }

        /** The token in a file. */
        public static Token read(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                return read(in, "token file " + file + ": ");
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException("token file " + file + " does not exist", e);
            } catch (IOException e) {
                throw new IllegalArgumentException("token file " + file + " cannot be read", e);
            }
        }

        /**
         * The token in a stream.
         *
         * @param where what a message begins with
         */
        public static Token read(InputStream in, String where) throws IOException {
            String text = new String(in.readNBytes(LONGEST + 3), StandardCharsets.UTF_8);
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(where + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    /**
     * A file that clients read the token from, again and again: for tokens that something else renews.
     *
     * @param file absolute: clients resolve relative ones against the kubeconfig's directory
     */
    record TokenFile(Path file) implements Credential {
        public TokenFile {
            file = file.toAbsolutePath().normalize();
        }
    }

    /**
     * A client certificate and its key. {@link ClientKeyPair} reads them.
     *
     * @param certificate base64 of PEM; the path of a file where it is not embedded
     * @param key likewise
     */
    record ClientCertificate(String certificate, String key, boolean embedded) implements Credential {
        @Override
        public String toString() {
            return "ClientCertificate[redacted]";
        }
    }

    /**
     * A program that clients run for a credential.
     *
     * @param apiVersion such as {@code client.authentication.k8s.io/v1}
     * @param interactiveMode {@code Never}, {@code IfAvailable} or {@code Always}
     */
    record Exec(String command, List<String> arguments, String apiVersion, String interactiveMode)
            implements Credential {
        private static final List<String> MODES = List.of("Never", "IfAvailable", "Always");

        public Exec {
            Objects.requireNonNull(command, "command");
            arguments = List.copyOf(arguments);
            if (command.isBlank()) {
                throw new IllegalArgumentException("the exec credential's command is empty");
            }
            if (!apiVersion.matches("client\\.authentication\\.k8s\\.io/v1(alpha1|beta1)?")) {
                throw new IllegalArgumentException("exec API version " + Names.quote(apiVersion)
                        + " is not client.authentication.k8s.io/v1 or .../v1beta1");
            }
            if (!MODES.contains(interactiveMode)) {
                throw new IllegalArgumentException(
                        "exec interactive mode " + Names.quote(interactiveMode) + " is none of " + MODES);
            }
        }
    }
}
