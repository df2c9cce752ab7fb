package dev.culvert.kubeconfig.cli;

import com.nimbusds.oauth2.sdk.auth.Secret;
import dev.culvert.kubeconfig.CertificateAuthority;
import dev.culvert.kubeconfig.Credential;
import dev.culvert.kubeconfig.oidc.OidcSource;
import dev.culvert.kubeconfig.oidc.Prompt;
import dev.culvert.kubeconfig.oidc.Registration;
import dev.culvert.kubeconfig.oidc.TokenCache;
import dev.culvert.kubeconfig.transport.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A login at an OpenID Connect provider: the plugin's own options, which a kubeconfig repeats for it. */
final class OidcOptions {
    private static final List<String> WAYS = List.of("auto", "device", "browser", "never");
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "Log in there, and show the gateway the ID token. Exactly as the provider writes itself.")
    private @Nullable String issuer;

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            description = "Under which this program is registered there, as a public (native) client.")
    private @Nullable String clientId;

    @Option(
            names = "--oidc-client-secret-file",
            paramLabel = "FILE",
            description = "Its secret, where the provider insists on one.")
    private @Nullable Path clientSecretFile;

    @Option(
            names = "--oidc-scope",
            paramLabel = "SCOPE",
            description = "What to ask for; may be repeated (default: openid, and offline_access where the provider has"
                    + " it).")
    private List<String> scopes = new ArrayList<>();

    @Option(
            names = "--oidc-ca-file",
            paramLabel = "FILE",
            description = "PEM certificates that sign the provider's (default: those that the JVM trusts).")
    private @Nullable Path caFile;

    @Option(
            names = "--oidc-login",
            paramLabel = "WAY",
            defaultValue = "auto",
            description = "How to log in: device (a code, on any device), browser (on this machine), auto (device where"
                    + " the provider has it) or never (default: ${DEFAULT-VALUE}).")
    private String way = "";

    @Option(
            names = "--oidc-redirect-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of 127.0.0.1 that the browser is sent to, at /callback (default: any that is free).")
    private int redirectPort;

    @Option(
            names = "--oidc-profile",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Tells several logins at one provider apart.")
    private String profile = "";

    boolean given() {
        return issuer != null;
    }

    /** Refuses what makes no sense; reads the files, so that a wrong one is found now. */
    void check() {
        if (issuer == null) {
            if (clientId != null || clientSecretFile != null || caFile != null || !scopes.isEmpty()) {
                throw new IllegalArgumentException("the options --oidc-... need --oidc-issuer");
            }
            return;
        }
        if (!WAYS.contains(way)) {
            throw new IllegalArgumentException("--oidc-login is one of " + String.join(", ", WAYS));
        }
        if (redirectPort < 0 || redirectPort > HIGHEST_PORT) {
            throw new IllegalArgumentException("--oidc-redirect-port is not a port");
        }
        registration(issuer);
        transport();
    }

    /** What makes the plugin do the same. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--oidc-issuer", issuer);
        add(arguments, "--oidc-client-id", clientId);
        add(arguments, "--oidc-client-secret-file", absolute(clientSecretFile));
        scopes.forEach(scope -> add(arguments, "--oidc-scope", scope));
        add(arguments, "--oidc-ca-file", absolute(caFile));
        add(arguments, "--oidc-login", way.equals("auto") ? null : way);
        add(arguments, "--oidc-redirect-port", redirectPort == 0 ? null : Integer.toString(redirectPort));
        add(arguments, "--oidc-profile", profile.isEmpty() ? null : profile);
        return arguments;
    }

    OidcSource source(Path cacheDirectory, boolean interactive, Prompt prompt) {
        if (issuer == null) {
            throw new IllegalArgumentException("--oidc-issuer is missing");
        }
        Registration registration = registration(issuer);
        OidcSource.Way chosen =
                way.equals("never") ? OidcSource.Way.AUTO : OidcSource.Way.valueOf(way.toUpperCase(Locale.ROOT));
        return new OidcSource(
                registration,
                transport(),
                TokenCache.of(cacheDirectory, registration),
                new OidcSource.Login(interactive && !way.equals("never"), chosen, redirectPort),
                prompt);
    }

    private Registration registration(String at) {
        if (clientId == null) {
            throw new IllegalArgumentException("--oidc-issuer needs --oidc-client-id");
        }
        Optional<Secret> secret = Optional.ofNullable(clientSecretFile)
                .map(file -> new Secret(Credential.Token.read(file).value()));
        return new Registration(at, clientId, secret, scopes, profile);
    }

    private Transport transport() {
        return caFile == null
                ? Transport.trustingTheSystem()
                : Transport.trusting(CertificateAuthority.read(caFile, true).pem());
    }

    private static void add(List<String> arguments, String name, @Nullable String value) {
        if (value != null) {
            arguments.add(name + "=" + value);
        }
    }

    private static @Nullable String absolute(@Nullable Path file) {
        return file == null ? null : file.toAbsolutePath().normalize().toString();
    }
}
