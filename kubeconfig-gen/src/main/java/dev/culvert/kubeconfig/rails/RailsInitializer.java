package dev.culvert.kubeconfig.rails;

import dev.culvert.kubeconfig.CertificateAuthority;
import dev.culvert.kubeconfig.ClusterAccess;
import dev.culvert.kubeconfig.Credential;
import dev.culvert.kubeconfig.GatewayUrl;
import dev.culvert.kubeconfig.KubeconfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Ruby file for {@code config/initializers}. It is source code, which is committed and read by many: it names the file with
 * the secret and never holds it.
 */
public final class RailsInitializer {
    private static final String FIRST_LINE = "# frozen_string_literal: true\n";
    private static final String MADE = "# Made by kubeconfig-gen";

    private RailsInitializer() {}

    /**
     * The file's text.
     *
     * @param accesses with one credential for all, a {@link Credential.TokenFile} or a {@link Credential.ClientCertificate} that
     *     is not embedded
     */
    public static String render(GatewayUrl gateway, List<ClusterAccess> accesses) {
        ClusterAccess first = accesses.get(0);
        if (!first.tlsServerName().isEmpty()) {
            throw new IllegalArgumentException(
                    "kubeclient cannot check for another name than the URL's: leave out" + " --tls-server-name");
        }
        String servers = accesses.stream()
                .map(access -> "    " + quote(access.context()) + " => " + quote(access.server()))
                .collect(Collectors.joining(",\n"));
        return template()
                .replace("@GATEWAY@", gateway.url())
                .replace("@EXAMPLE@", quote(first.context()))
                .replace("@SECRET@", secret(first.credential()))
                .replace("@AUTHORITY@", authority(first.authority()))
                .replace("@SERVERS@", servers);
    }

    /** Writes the file; one that this program did not make is left alone unless forced. */
    public static void write(Path file, String text, boolean force) {
        try {
            if (!force && Files.exists(file) && !Files.readString(file).startsWith(FIRST_LINE + "\n" + MADE)) {
                throw new KubeconfigException(
                        file + " is there and was not made by this program: replace it with --force");
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new KubeconfigException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static String secret(@Nullable Credential credential) {
        if (credential instanceof Credential.TokenFile token) {
            return "{ token: " + quote(token.file().toString()) + " }";
        }
        if (credential instanceof Credential.ClientCertificate pair && !pair.embedded()) {
            return "{ certificate: " + quote(pair.certificate()) + ", key: " + quote(pair.key()) + " }";
        }
        throw new IllegalArgumentException(
                "a Rails initializer names the caller's file: give --token-file, or --client-certificate and --client-key");
    }

    /** Only what was parsed goes into the source: what else a PEM file holds would be code there. */
    private static String authority(@Nullable CertificateAuthority given) {
        return Optional.ofNullable(given)
                .map(ca -> ca.certificates().stream()
                        .map(der -> "    " + quote(der))
                        .collect(Collectors.joining(",\n", "[\n", "\n  ]")))
                .orElse("[]");
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String template() {
        try (var in = RailsInitializer.class.getResourceAsStream("initializer.rb")) {
            if (in == null) {
                throw new IllegalStateException("initializer.rb is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
