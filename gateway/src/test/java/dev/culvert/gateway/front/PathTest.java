package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the request target on its way. */
class PathTest {
    private static GatewayRig rig;

    @BeforeAll
    static void start() {
        rig = GatewayRig.start();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.cluster().answerOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/n/services/s:80/proxy/a%2Fb%3Fc//d?x=1;y=2&z=%zz&a+b=%20",
                "/api/v1/namespaces/n/pods/p/exec?command=b&command=a&command=&stdin",
                "/api/v1/namespaces/n/services/s/proxy/api%2fquery%3fq",
                "/api/v1/namespaces/n/pods/p/proxy/",
                "/api/v1/namespaces/n/pods/p/proxy",
                "//version",
                "/api/v1/./pods/../nodes",
                "/a;b=c/d?",
                "/%",
                "/caf\u00e9?q=\u00ff",
                "/x?redirect=/clusters/other/../y#z",
                "/readyz?verbose"
            })
    void reachesTheClusterByteForByte(String target) {
        RawResponse response = rig.get("/clusters/c1" + target);

        assertThat(response.status()).isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).isEqualTo(target);
    }

    @Test
    void rootIsServedWithAndWithoutItsSlash() {
        assertThat(rig.get("/clusters/c1").status()).isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).isEqualTo("/");
        assertThat(rig.get("/clusters/c1/").status()).isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).isEqualTo("/");
        assertThat(rig.get("/clusters/c1?verbose").status()).isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).isEqualTo("/?verbose");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/clusters/c1/../c2/api",
                "/clusters/c1/%2e%2e/c2/api",
                "/clusters/c1/%2E./c2/api",
                "/clusters/c1/..%2fc2/api",
                "/clusters/c1/api/..%2f..%2fc2/api",
                "/clusters/c1/..%5cc2/api",
                "/clusters/c1/..\\c2/api",
                "/clusters/c1/..;x/c2/api",
                "/clusters/c1%2f..%2fc2/api",
                "/clusters/../clusters/c1/api",
                "/clusters//api",
                "/clusters/"
            })
    void dotSegmentsDoNotLeadOutOfTheCluster(String target) {
        RawResponse response = rig.get(target);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().getString("reason")).isEqualTo("BadRequest");
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/admin", "/clusters", "/api/v1/pods", "/Clusters/c1/api", "/culvert.tunnel.v1.Tunnel"})
    void otherPathsAreForbiddenAndNotMissing(String target) {
        RawResponse response = rig.get(target);

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.json().getString("kind")).isEqualTo("Status");
        assertThat(response.header("location")).isNull();
    }

    @Test
    void agentsPathGoesToTheTunnel() {
        RawResponse response = rig.get("/culvert.tunnel.v1.Tunnel/Connect");

        assertThat(response.body()).isEqualTo("tunnel");
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1.gw.test", "C1.GW.TEST", "c1.gw.test:6443", "c1.gw.test."})
    void hostFormServesTheWholePath(String host) {
        RawResponse response =
                rig.exchange("GET /clusters/x/%2F?a HTTP/1.1\r\nHost: " + host + "\r\n" + GatewayRig.AUTH + "\r\n");

        assertThat(response.status()).isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).isEqualTo("/clusters/x/%2F?a");
    }

    @Test
    void hostFormOfAnotherClusterIsForbidden() {
        RawResponse response = rig.exchange("GET /api HTTP/1.1\r\nHost: c2.gw.test\r\n" + GatewayRig.AUTH + "\r\n");

        assertThat(response.status()).isEqualTo(403);
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void absoluteFormDoesNotChangeTheDestination() {
        assertThat(rig.get("http://evil.example/clusters/c1/api").status()).isEqualTo(400);
        assertThat(rig.cluster().pending()).isEmpty();
        assertThat(rig.get("https://localhost/clusters/c1/a%2Fb").status()).isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).isEqualTo("/a%2Fb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n",
                "TRACE /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n"
            })
    void connectAndTraceAreRefused(String head) {
        RawResponse response = rig.exchange(head + GatewayRig.AUTH + "\r\n");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.json().getString("reason")).isEqualTo("MethodNotAllowed");
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void asteriskFormIsRefused() {
        assertThat(rig.exchange("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void longTargetsPass() {
        String target = "/api/v1/pods?labelSelector=" + "x".repeat(900_000);

        assertThat(rig.get("/clusters/c1" + target).status()).isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).isEqualTo(target);
    }

    @Test
    void tooLongTargetsGetAStatus() {
        try (RawClient client = rig.client()) {
            client.send("GET /clusters/c1/" + "x".repeat(1 << 20) + " HTTP/1.1\r\n");

            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(414);
            assertThat(response.json().getInteger("code")).isEqualTo(414);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void largeHeadersPassAndTooLargeOnesGetAStatus() {
        assertThat(rig.get("/clusters/c1/api", "X-Large: " + "y".repeat(500_000))
                        .status())
                .isEqualTo(200);
        assertThat(rig.cluster().nextHead().headers())
                .anySatisfy(header -> assertThat(header.value()).hasSize(500_000));

        try (RawClient client = rig.client()) {
            client.send("GET /clusters/c1/ HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "y".repeat((1 << 20) + 10));
            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(431);
            assertThat(response.json().getInteger("code")).isEqualTo(431);
            assertThat(client.readToEnd()).isEmpty();
        }
    }
}
