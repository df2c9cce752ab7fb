package dev.culvert.system.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A provider of other people's, and people who log in at it. Its signing keys are others after each start. */
final class OidcIT {
    private static final RawRequest GET = RawRequest.get("/api/v1/pods");

    private static final int PORT = Rig.freePort();
    private static final String ISSUER = "https://localhost:" + PORT;
    private static final List<String> TOKENS = new ArrayList<>();

    private static Daemon provider;
    private static EchoRig rig;

    @BeforeAll
    static void start() {
        Optional<Path> installed = RealProvider.installed();
        assumeTrue(installed.isPresent(), "no OpenID Connect provider can be installed here");
        rig = EchoRig.start(installation -> {
            provider = RealProvider.start(installed.get(), PORT, installation);
            return yaml(installation);
        });
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
        if (provider != null) {
            provider.close();
        }
    }

    @Test
    void whoLogsInIsKnownWithGroupsAndTheTokenStaysBehind() {
        for (String client : List.of("culvert", "culvert-ec")) {
            String token = idToken("dev-jane", client);

            assertThat(ask(token).status()).isEqualTo(200);
            assertThat(rig.last().headerLines())
                    .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("impersonate-"))
                    .containsExactly(
                            "Impersonate-User: " + ISSUER + "#dev-jane",
                            "Impersonate-Group: oidc:dev",
                            "Impersonate-Group: oidc:all");
            assertThat(rig.last().text()).doesNotContain(token);
        }
        assertThat(ask(idToken("dev-carl", "culvert")).isStatusObject(403)).isTrue();
    }

    @Test
    void anotherClientsTokenAnAccessTokenAndAChangedOneAreNone() {
        JsonNode tokens = login("dev-jane", "culvert");
        String token = tokens.path("id_token").asText();
        TOKENS.add(token);
        int before = rig.connections();
        for (String wrong : List.of(
                idToken("dev-jane", "another"),
                tokens.path("access_token").asText(),
                token.substring(0, token.length() - 8) + "AAAAAAAA",
                token.substring(0, token.lastIndexOf('.') + 1))) {
            assertThat(ask(wrong).isStatusObject(401)).isTrue();
        }
        assertThat(rig.connections()).isEqualTo(before);
        assertThat(ask(token).status()).isEqualTo(200);
    }

    @Test
    void theProviderMayGoAndComeBackWithOtherKeys() {
        assertThat(ask(idToken("dev-jane", "culvert")).status()).isEqualTo(200);
        // No two signatures by an elliptic curve are the same; by RSA, two tokens of one second would be.
        String unseen = idToken("dev-jane", "culvert-ec");
        String late = idToken("dev-jane", "culvert-ec");
        provider.close();
        assertThat(ask(unseen).status()).isEqualTo(200);

        provider.restart();

        String other = idToken("dev-jane", "culvert");
        await("the gateway knows the new keys")
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(ask(other).status()).isEqualTo(200));
        assertThat(ask(late).isStatusObject(401)).isTrue();
        for (String token : TOKENS) {
            assertThat(rig.logs().contains(token)).as("a token in a log").isFalse();
        }
    }

    private static String idToken(String user, String client) {
        String token = login(user, client).path("id_token").asText();
        assertThat(token).isNotEmpty();
        TOKENS.add(token);
        return token;
    }

    private static JsonNode login(String user, String client) {
        return new Login(ISSUER, rig.target().tls()).tokens(user, client);
    }

    private static RawResponse ask(String token) {
        return RawConnection.exchange(rig.target().withToken(token), GET);
    }

    private static String yaml(Installation installation) {
        return """
              - name: "%1$s#dev-jane"
                access:
                  - clusters: ["*"]
                    mode: impersonate
            authentication:
              oidc:
                - issuer: "%1$s"
                  caFile: "%2$s"
                  audiences: [culvert, culvert-ec]
                  groupsClaim: groups
                  groupsPrefix: "oidc:"
                  algorithms: [RS256, ES256]
            """.formatted(ISSUER, installation.authority());
    }
}
