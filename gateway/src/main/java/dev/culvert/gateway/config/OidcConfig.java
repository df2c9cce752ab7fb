package dev.culvert.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider whose ID tokens count as callers' credentials. The keys mean what kube-apiserver's flags
 * {@code --oidc-*} and its structured authentication mean.
 *
 * @param issuer the value of {@code iss}, byte for byte; an {@code https} URL
 * @param discoveryUrl where the provider describes itself; null: below the issuer
 * @param caFile PEM certificates that verify the provider; null: the system's
 * @param audiences of which a token must be for one
 * @param usernamePrefix put before each name; may be empty
 * @param groupsClaim null: callers have no groups
 * @param groupsPrefix put before each group; may be empty
 * @param requiredClaims which a token must have, with exactly that value
 * @param algorithms by which a token may be signed
 * @param clockSkew by which this clock and the provider's may differ
 * @param endsStreams whether what runs by a token ends with it
 */
public record OidcConfig(
        String issuer,
        @Nullable URI discoveryUrl,
        @Nullable Path caFile,
        List<String> audiences,
        String usernameClaim,
        String usernamePrefix,
        @Nullable String groupsClaim,
        String groupsPrefix,
        Map<String, String> requiredClaims,
        Set<String> algorithms,
        Duration clockSkew,
        boolean endsStreams) {
    /** Those of kube-apiserver: none and the symmetric ones are not among them. */
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512");

    private static final String EMAIL = "email";
    private static final String NO_PREFIX = "-";

    public OidcConfig {
        requireHttps(issuer, "issuer");
        if (discoveryUrl != null) {
            requireHttps(discoveryUrl.toString(), "discoveryUrl");
        }
        audiences = List.copyOf(audiences);
        ConfigException.require(!audiences.isEmpty(), "audiences", "names no audience");
        for (int i = 0; i < audiences.size(); i++) {
            ConfigException.require(!audiences.get(i).isBlank(), "audiences[" + i + "]", "is empty");
        }
        ConfigException.require(!usernameClaim.isBlank(), "usernameClaim", "is empty");
        ConfigException.require(groupsClaim == null || !groupsClaim.isBlank(), "groupsClaim", "is empty");
        Objects.requireNonNull(usernamePrefix, "usernamePrefix");
        Objects.requireNonNull(groupsPrefix, "groupsPrefix");
        requiredClaims = Map.copyOf(requiredClaims);
        algorithms = Set.copyOf(algorithms);
        ConfigException.require(!algorithms.isEmpty(), "algorithms", "names no algorithm");
        for (String algorithm : algorithms) {
            boolean known = ALGORITHMS.contains(algorithm);
            String hint = "'" + algorithm + "' is none of " + String.join(", ", new TreeSet<>(ALGORITHMS));
            ConfigException.require(known, "algorithms", hint);
        }
        Durations.requireBetween(clockSkew, Duration.ZERO, Duration.ofMinutes(5), "clockSkew");
    }

    /** Where the provider describes itself. */
    public URI discovery() {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return discoveryUrl != null ? discoveryUrl : URI.create(base + "/.well-known/openid-configuration");
    }

    /** The provider's CA, where it is not one of the system's. */
    public Optional<Path> maybeCaFile() {
        return Optional.ofNullable(caFile);
    }

    /** The claim that names the groups, where there is one. */
    public Optional<String> maybeGroupsClaim() {
        return Optional.ofNullable(groupsClaim);
    }

    static OidcConfig read(Section section, Path directory) {
        String issuer = section.text("issuer");
        String claim = section.maybeText("usernameClaim").orElse("sub");
        // An address is unique in the world; any other name only at its issuer.
        String prefix = section.maybeText("usernamePrefix").orElse(claim.equals(EMAIL) ? "" : issuer + "#");
        List<String> algorithms = section.texts("algorithms");
        return new OidcConfig(
                issuer,
                section.maybeText("discoveryUrl")
                        .map(url -> requireHttps(url, "discoveryUrl"))
                        .orElse(null),
                section.maybeText("caFile").map(directory::resolve).orElse(null),
                section.texts("audiences"),
                claim,
                prefix.equals(NO_PREFIX) ? "" : prefix,
                section.maybeText("groupsClaim").orElse(null),
                section.maybeText("groupsPrefix").orElse(""),
                section.section("requiredClaims", OidcConfig::readClaims),
                algorithms.isEmpty() ? Set.of("RS256") : Set.copyOf(new TreeSet<>(algorithms)),
                section.duration("clockSkew", Duration.ofMinutes(1)),
                section.flag("endsStreams"));
    }

    private static Map<String, String> readClaims(Section section) {
        Map<String, String> claims = new LinkedHashMap<>();
        section.keys().forEach(key -> claims.put(key, section.text(key)));
        return claims;
    }

    private static URI requireHttps(String text, String path) {
        String hint = "'" + text + "' must be an https URL without a query, such as https://login.example.com";
        try {
            URI url = new URI(text);
            boolean legal = "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            ConfigException.require(legal, path, hint);
            return url;
        } catch (URISyntaxException e) {
            throw new ConfigException(path, hint);
        }
    }
}
