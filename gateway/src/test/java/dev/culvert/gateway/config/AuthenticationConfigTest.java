package dev.culvert.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationConfigTest {
    @TempDir
    private Path directory;

    @Test
    void withoutTheSectionTokensAloneCount() {
        assertThat(read("{}").oidc()).isEmpty();
    }

    @Test
    void aProviderNeedsAnIssuerAndAnAudience() {
        assertThat(read("oidc: [{issuer: 'https://id.example/realms/a/', audiences: [culvert]}]")
                        .oidc())
                .containsExactly(new OidcConfig(
                        "https://id.example/realms/a/",
                        null,
                        null,
                        List.of("culvert"),
                        "sub",
                        "https://id.example/realms/a/#",
                        null,
                        "",
                        Map.of(),
                        Set.of("RS256"),
                        Duration.ofMinutes(1),
                        false));
    }

    @Test
    void everyValueIsReadFromTheFile() {
        OidcConfig provider = read("""
                oidc:
                  - issuer: https://id.example
                    discoveryUrl: https://id.internal/well-known
                    caFile: id.crt
                    audiences: [a, b]
                    usernameClaim: login
                    usernamePrefix: "corp:"
                    groupsClaim: roles
                    groupsPrefix: "corp-"
                    requiredClaims: {hd: example.com}
                    algorithms: [ES256, PS256]
                    clockSkew: 5s
                    endsStreams: true
                """).oidc().get(0);

        assertThat(provider)
                .isEqualTo(new OidcConfig(
                        "https://id.example",
                        URI.create("https://id.internal/well-known"),
                        directory.resolve("id.crt"),
                        List.of("a", "b"),
                        "login",
                        "corp:",
                        "roles",
                        "corp-",
                        Map.of("hd", "example.com"),
                        Set.of("ES256", "PS256"),
                        Duration.ofSeconds(5),
                        true));
        assertThat(provider.discovery()).hasToString("https://id.internal/well-known");
    }

    /** As kube-apiserver's --oidc-username-prefix. */
    @ParameterizedTest
    @CsvSource({
        "usernameClaim: email, ''",
        "usernameClaim: name, https://id.example#",
        "usernamePrefix: '-', ''",
        "usernamePrefix: '', ''",
        "usernamePrefix: 'x#', x#"
    })
    void namesHaveTheirIssuerBeforeThemUnlessTheyAreUniqueOrSomethingElseIsSaid(String key, String prefix) {
        assertThat(read("oidc: [{issuer: 'https://id.example', audiences: [a], " + key + "}]")
                        .oidc()
                        .get(0)
                        .usernamePrefix())
                .isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example, https://id.example/.well-known/openid-configuration",
        "https://id.example/r/, https://id.example/r/.well-known/openid-configuration"
    })
    void aProviderDescribesItselfBelowItsIssuer(String issuer, String url) {
        assertThat(read("oidc: [{issuer: '" + issuer + "', audiences: [a]}]")
                        .oidc()
                        .get(0)
                        .discovery())
                .hasToString(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {audiences: [a]}                                              | oidc[0].issuer: is missing
                    {issuer: "https://id.example"}                                | oidc[0].audiences: names no audience
                    {issuer: "http://id.example", audiences: [a]}                 | oidc[0].issuer: 'http://id.example' must be an https URL
                    {issuer: "https://id.example?x=1", audiences: [a]}            | oidc[0].issuer: 'https://id.example?x=1' must be an https URL
                    {issuer: "https://u:p@id.example", audiences: [a]}            | oidc[0].issuer: 'https://u:p@id.example' must be an https URL
                    {issuer: "https://id.example", audiences: [""]}               | oidc[0].audiences[0]: is empty
                    {issuer: "https://id.example", audiences: [a], algorithms: [none]}   | oidc[0].algorithms: 'none' is none of ES256
                    {issuer: "https://id.example", audiences: [a], algorithms: [HS256]}  | oidc[0].algorithms: 'HS256' is none of ES256
                    {issuer: "https://id.example", audiences: [a], clockSkew: 1h} | oidc[0].clockSkew: must be between 0s and 300s
                    {issuer: "https://id.example", audiences: [a], groupClaim: g} | oidc[0].groupClaim: is not known here
                    {issuer: "https://a", audiences: [a]}, {issuer: "https://a", audiences: [b]}  | oidc[1].issuer: 'https://a' is there twice
                    """)
    void aMistakeIsNamedByItsPath(String provider, String message) {
        assertThatThrownBy(() -> read("oidc: [" + provider + "]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(": authentication." + message);
    }

    private AuthenticationConfig read(String section) {
        String yaml = "public: {tls: {certificate: c.pem, key: k.pem}}\nauthentication:\n" + section.indent(2);
        Path file = directory.resolve("gateway.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConfigFile.load(file).authentication();
    }
}
