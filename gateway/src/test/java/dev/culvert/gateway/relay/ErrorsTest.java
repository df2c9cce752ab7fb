package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's own answers. */
class ErrorsTest {
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

    @Test
    void upgradeByPostIsNotOneToRepeat() {
        RawResponse response = rig.exchange("POST /clusters/away/api/v1/namespaces/n/pods/p/exec HTTP/1.1\r\n"
                + "Host: localhost\r\n" + GatewayRig.AUTH + "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/vnd.kubernetes.protobuf",
                "application/cbor",
                "text/html",
                "application/json;as=Table;v=v1;g=meta.k8s.io"
            })
    void errorsAreStatusObjectsWhateverIsAccepted(String accept) {
        RawResponse response = rig.get("/clusters/away/api", "Accept: " + accept, "Audit-Id: id-1");

        assertThat(response.head())
                .isEqualTo("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
                        + "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nRetry-After: 1\r\n"
                        + "content-length: " + response.body().length() + "\r\n\r\n");
        assertThat(response.body())
                .isEqualTo("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"gateway: the cluster's agent is not connected (request id-1)\","
                        + "\"reason\":\"ServiceUnavailable\",\"details\":{\"retryAfterSeconds\":1},\"code\":503}");
    }

    @ParameterizedTest
    @CsvSource({"GET,true", "POST,false", "PUT,false", "PATCH,false", "DELETE,false"})
    void retryAfterIsForSafeMethodsOnly(String method, boolean expected) {
        RawResponse response =
                rig.exchange(method + " /clusters/away/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after") != null).isEqualTo(expected);
        assertThat(response.json().containsKey("details")).isEqualTo(expected);
    }

    @Test
    void headGetsTheErrorWithoutItsBody() {
        try (RawClient client = rig.client()) {
            String request = "HEAD /clusters/away/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";
            for (int i = 0; i < 2; i++) {
                RawResponse response = new RawResponse(client.send(request).readHead(), "");
                assertThat(response.status()).isEqualTo(503);
                assertThat(response.header("content-length")).isNotNull().isNotEqualTo("0");
            }
        }
    }

    @Test
    void unknownAndForbiddenClustersAreForbidden() {
        RawResponse unknown = rig.get("/clusters/nowhere/api/v1/pods", "Audit-Id: x");

        assertThat(unknown.status()).isEqualTo(403);
        assertThat(unknown.json().getString("reason")).isEqualTo("Forbidden");
        assertThat(unknown.header("www-authenticate")).isNull();
        assertThat(unknown.json().containsKey("details")).isFalse();
    }

    @Test
    void refusedRequestsKeepTheConnection() {
        try (RawClient client = rig.client()) {
            client.send("GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n\r\n");
            RawResponse refused = client.readResponse();
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("connection")).isNull();
            client.send("GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED,503,ServiceUnavailable,gateway",
        "UPSTREAM_UNREACHABLE,503,ServiceUnavailable,agent",
        "UPSTREAM_BROKEN,504,Timeout,agent",
        "INTERNAL_ERROR,504,Timeout,gateway",
        "UPSTREAM_INVALID,500,InternalError,agent",
        "UNSUPPORTED,400,BadRequest,agent",
        "MALFORMED,400,BadRequest,agent"
    })
    void resetsBeforeTheHeadHaveTheirStatus(ResetCode code, int status, String reason, String layer) {
        rig.cluster().answer(exchange -> exchange.reset(code, "secret detail 10.0.0.1"));

        RawResponse response = rig.get("/clusters/c1/api");

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.json().getString("reason")).isEqualTo(reason);
        assertThat(response.json().getString("message")).startsWith(layer + ": ");
        assertThat(response.body()).doesNotContain("secret");
        assertThat(response.header("retry-after") != null).isEqualTo(status == 503);
    }

    @Test
    void agentsOwn401IsAnInternalErrorToTheCaller() {
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(exchange, 401, "{}", "WWW-Authenticate", "Basic realm=x"));

        RawResponse response = rig.get("/clusters/c1/api");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.json().getString("reason")).isEqualTo("InternalError");
        assertThat(response.header("www-authenticate")).isNull();
    }

    @Test
    void proxiedServicesOwn401IsRelayed() {
        rig.cluster().answer(exchange -> ScriptedCluster.respond(exchange, 401, "login", "X-Service", "grafana"));

        RawResponse response = rig.get("/clusters/c1/api/v1/namespaces/n/services/grafana:80/proxy/login");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("login");
    }

    @ParameterizedTest
    @CsvSource({"404,NotFound", "409,AlreadyExists", "410,Expired", "429,TooManyRequests", "503,ServiceUnavailable"})
    void clustersErrorsStayAsTheyAre(int status, String reason) {
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(
                        exchange, status, reason, "Content-Type", "text/plain", "Retry-After", "7"));

        RawResponse response = rig.get("/clusters/c1/api");

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(reason);
        assertThat(response.header("retry-after")).isEqualTo("7");
    }

    @Test
    void malformedHeadersOfTheClusterAreNotRelayed() {
        rig.cluster().answer(exchange -> {
            exchange.respond(new ResponseHead(101, ScriptedCluster.headers()));
            exchange.out().end();
        });

        assertThat(rig.get("/clusters/c1/api").status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+2", "-2", " 2", "2,2", "0x2", "2 2", "", "18446744073709551615", "\u0662"})
    void lengthThatIsNotOneIsNotRelayed(String length) {
        rig.cluster().answer(exchange -> {
            exchange.respond(new ResponseHead(200, ScriptedCluster.headers("Content-Length", length)));
            exchange.out().write(Buffer.buffer("ok"));
            exchange.out().end();
        });

        RawResponse response = rig.get("/clusters/c1/api");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.json().getString("message")).startsWith("agent: ");
    }
}
