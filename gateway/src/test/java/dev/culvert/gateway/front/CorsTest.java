package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose scripts may read answers. */
class CorsTest {
    private static final String CONSOLE = "https://console.example.com";

    private static GatewayRig rig;
    private static GatewayRig off;

    @BeforeAll
    static void start() {
        off = GatewayRig.start();
        rig = GatewayRig.start(options -> new FrontOptions(
                options.host(),
                options.port(),
                options.domain(),
                options.hosts(),
                Set.of(CONSOLE),
                options.certificate(),
                options.engine(),
                options.maxHeadBytes(),
                options.maxStreams(),
                options.maxConnectionsPerAddress(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                1,
                null));
    }

    @AfterAll
    static void stop() {
        rig.close();
        off.close();
    }

    private static RawResponse preflight(GatewayRig gateway, String origin) {
        return gateway.exchange("OPTIONS /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: PATCH\r\nAccess-Control-Request-Headers: authorization\r\n\r\n");
    }

    @Test
    void aChosenOriginIsToldWhatItMaySend() {
        RawResponse answer = preflight(rig, CONSOLE);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(CONSOLE);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization");
        assertThat(answer.headers("Vary")).contains("Origin");
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void itMayReadAnswersAndErrors() {
        rig.cluster().answerOk();
        RawResponse answer = rig.get("/clusters/c1/api", "Origin: " + CONSOLE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers("Access-Control-Allow-Origin")).containsExactly(CONSOLE);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();

        RawResponse error = rig.get("/clusters/none/api", "Origin: " + CONSOLE);
        assertThat(error.status()).isEqualTo(403);
        assertThat(error.headers("Access-Control-Allow-Origin")).containsExactly(CONSOLE);
    }

    @Test
    void whatAClusterSaysAboutOriginsDoesNotCount() {
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(
                        exchange,
                        200,
                        "x",
                        "Access-Control-Allow-Origin",
                        "*",
                        "Access-Control-Allow-Credentials",
                        "true"));
        RawResponse answer = rig.get("/clusters/c1/api", "Origin: https://evil.example.com");
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(answer.headers("Vary")).contains("Origin");
    }

    @Test
    void anyOtherOriginIsToldNothing() {
        for (String origin : new String[] {"https://evil.example.com", "https://console.example.com.evil", "null"}) {
            RawResponse answer = preflight(rig, origin);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        }
    }

    @Test
    void withoutConfigurationItIsOff() {
        RawResponse answer = preflight(off, CONSOLE);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        assertThat(answer.header("Vary")).isNull();
    }
}
