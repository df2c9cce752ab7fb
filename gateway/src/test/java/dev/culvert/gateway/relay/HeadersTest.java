package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.ResponseHead;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header lines on their way to the cluster and back. */
class HeadersTest {
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

    private List<Header> sent(String... lines) {
        RawResponse response = rig.get("/clusters/c1/api", lines);
        assertThat(response.status()).isEqualTo(200);
        return rig.cluster().nextHead().headers();
    }

    @Test
    void linesKeepOrderMultiplicityCaseAndBytes() {
        assertThat(sent(
                        "X-b: 2",
                        "ACCEPT: application/json;as=Table;v=v1;g=meta.k8s.io, application/json",
                        "x-A: 1",
                        "X-B:  two  words ",
                        "Accept-Encoding: gzip",
                        "X-Empty:",
                        "X-Latin: caf\u00e9",
                        "x-a: 1",
                        "Audit-Id: 6f1e",
                        "traceparent: 00-a-b-01",
                        "If-None-Match: \"e\""))
                .containsExactly(
                        new Header("X-b", "2"),
                        new Header("ACCEPT", "application/json;as=Table;v=v1;g=meta.k8s.io, application/json"),
                        new Header("x-A", "1"),
                        new Header("X-B", "two  words"),
                        new Header("Accept-Encoding", "gzip"),
                        new Header("X-Empty", ""),
                        new Header("X-Latin", "caf\u00e9"),
                        new Header("x-a", "1"),
                        new Header("Audit-Id", "6f1e"),
                        new Header("traceparent", "00-a-b-01"),
                        new Header("If-None-Match", "\"e\""));
    }

    @Test
    void hopByHopAndNamedHeadersEndHere() {
        assertThat(sent(
                        "Connection: X-Named, keep-alive",
                        "X-Named: 1",
                        "connection: x-other",
                        "X-OTHER: 2",
                        "Keep-Alive: timeout=5",
                        "Proxy-Connection: keep-alive",
                        "Proxy-Authorization: Basic eA==",
                        "Proxy-Authenticate: x",
                        "TE: trailers",
                        "Trailer: X",
                        "Kept: yes"))
                .containsExactly(new Header("Kept", "yes"));
    }

    @Test
    void credentialAndProxyClaimsStayHere() {
        assertThat(sent(
                        "Cookie: session=1",
                        "X-Forwarded-For: 1.2.3.4",
                        "x-forwarded-host: evil",
                        "X-FORWARDED-Proto: http",
                        "Forwarded: for=1.2.3.4",
                        "X-Real-IP: 1.2.3.4",
                        "User-Agent: kubectl"))
                .containsExactly(new Header("User-Agent", "kubectl"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Impersonate-User: admin",
                "impersonate-group: system:masters",
                "IMPERSONATE-UID: 1",
                "Impersonate-Extra-scopes: x",
                "Connection: Impersonate-User\r\nImpersonate-User: admin"
            })
    void callersImpersonationIsRefusedAloudEvenWhereConnectionNamesIt(String line) {
        RawResponse response = rig.get("/clusters/c1/api/v1/secrets", line);

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.json().getString("reason")).isEqualTo("Forbidden");
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void gatewaysOwnHeadersAreAddedWhateverConnectionNames() {
        RawResponse response = rig.get(
                "/clusters/imp/api/v1/secrets",
                "Connection: Impersonate-User, Impersonate-Group, Authorization",
                "X-Remote-User: admin",
                "x-remote-group: system:masters");

        assertThat(response.status()).isEqualTo(200);
        List<Header> headers = rig.cluster().nextHead().headers();
        assertThat(headers).contains(new Header("Impersonate-User", "alice"));
        assertThat(headers).noneMatch(header -> header.is("Authorization")).noneMatch(header -> header.name()
                .toLowerCase(java.util.Locale.ROOT)
                .startsWith("x-remote-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer good", "BEARER good", "Bearer good", " Bearer good ", "Bearer good trailing"})
    void bearerSchemeIsCaseInsensitive(String value) {
        assertThat(authorized("Authorization: " + value).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer  good", "Bearer", "Basic Z29vZA==", "good", "Bearer bad", "Bearergood"})
    void anythingElseIsNoCredential(String value) {
        RawResponse response = authorized("Authorization: " + value);

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("www-authenticate")).startsWith("Bearer realm=");
        assertThat(response.header("cache-control")).isEqualTo("no-store");
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void twoCredentialsAreRefused() {
        assertThat(authorized("Authorization: Bearer good", "Authorization: Bearer good")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void tokensInTheQueryOrACookieAreNoCredential() {
        RawResponse query =
                rig.exchange("GET /clusters/c1/api?token=good&access_token=good HTTP/1.1\r\nHost: localhost\r\n\r\n");
        RawResponse cookie =
                rig.exchange("GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\nCookie: token=good\r\n\r\n");

        assertThat(query.status()).isEqualTo(401);
        assertThat(query.body()).doesNotContain("good");
        assertThat(cookie.status()).isEqualTo(401);
    }

    @Test
    void subprotocolIsACredentialForWebSocketsOnly() {
        String token = "base64url.bearer.authorization.k8s.io.Z29vZA";

        assertThat(authorized("Sec-WebSocket-Protocol: " + token + ", v4.channel.k8s.io")
                        .status())
                .isEqualTo(401);
        for (String protocols : List.of(token, token + ", " + token + ", v4", token + "=, v4", "x" + token)) {
            assertThat(authorized("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Protocol: " + protocols)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(rig.cluster().pending()).isEmpty();
    }

    private RawResponse authorized(String... lines) {
        return rig.exchange("GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.lines(lines) + "\r\n");
    }

    @Test
    void answersLinesKeepOrderAndMultiplicity() {
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(
                        exchange,
                        200,
                        "{}",
                        "warning",
                        "299 - \"a\"",
                        "Content-Type",
                        "application/json;stream=watch",
                        "Warning",
                        "299 - \"b, c\"",
                        "X-Latin",
                        "caf\u00e9",
                        "Audit-Id",
                        "6f1e",
                        "Cache-Control",
                        "no-cache, private",
                        "Content-Encoding",
                        "gzip",
                        "Vary",
                        "Accept",
                        "Date",
                        "now",
                        "Retry-After",
                        "1"));

        String head = rig.get("/clusters/c1/api").head();

        assertThat(head)
                .isEqualTo(GatewayRig.lines(
                        "HTTP/1.1 200 OK",
                        "warning: 299 - \"a\"",
                        "Content-Type: application/json;stream=watch",
                        "Warning: 299 - \"b, c\"",
                        "X-Latin: caf\u00e9",
                        "Audit-Id: 6f1e",
                        "Cache-Control: no-cache, private",
                        "Content-Encoding: gzip",
                        "Vary: Accept",
                        "Date: now",
                        "Retry-After: 1",
                        "Content-Length: 2",
                        ""));
    }

    @Test
    void answersHopByHopAndCorsHeadersEndHere() {
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(
                        exchange,
                        200,
                        "x",
                        "Connection",
                        "X-Named, close",
                        "X-Named",
                        "1",
                        "Keep-Alive",
                        "1",
                        "Access-Control-Allow-Origin",
                        "*",
                        "Kept",
                        "1"));

        assertThat(rig.get("/clusters/c1/api").head())
                .isEqualTo("HTTP/1.1 200 OK\r\nKept: 1\r\nContent-Length: 1\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/n/services/web/proxy, /api/v1/namespaces/n/services/web/proxy/, /clusters/c1/api/v1/namespaces/n/services/web/proxy/",
        "/api/v1/namespaces/n/services/web/proxy/a, b/c, b/c",
        "/api/v1/namespaces/n/services/web/proxy/a, https://login.example/x, https://login.example/x",
        "/api/v1/nodes/n/proxy, /api/v1/nodes/n/proxy/, /clusters/c1/api/v1/nodes/n/proxy/",
        "/ui, /dashboard, /clusters/c1/dashboard"
    })
    void locationStaysInsideTheClustersPath(String target, String location, String expected) {
        rig.cluster().answer(exchange -> ScriptedCluster.respond(exchange, 301, "", "Location", location));

        RawResponse response = rig.get("/clusters/c1" + target);

        assertThat(response.status()).isEqualTo(301);
        assertThat(response.headers("location")).containsExactly(expected);
    }

    @Test
    void locationIsLeftAloneInTheHostForm() {
        rig.cluster().answer(exchange -> ScriptedCluster.respond(exchange, 301, "", "Location", "/x/"));

        RawResponse response = rig.exchange("GET /x HTTP/1.1\r\nHost: c1.gw.test\r\n" + GatewayRig.AUTH + "\r\n");

        assertThat(response.headers("location")).containsExactly("/x/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "//evil.example/", "/\\\\evil.example/", "javascript:x"})
    void redirectsToOtherHostsAreNotRelayed(String location) {
        rig.cluster().answer(exchange -> ScriptedCluster.respond(exchange, 302, "", "Location", location));

        RawResponse response = rig.get("/clusters/c1/apis/metrics.k8s.io/v1beta1");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.header("location")).isNull();
    }

    @Test
    void cookiesOfServicesAreKeptInTheirCluster() {
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(
                        exchange,
                        200,
                        "",
                        "Set-Cookie",
                        "a=path=/; Path=/api/v1; Domain=gw.test; Secure",
                        "Set-Cookie",
                        "b=1"));

        assertThat(rig.get("/clusters/c1/api").headers("set-cookie"))
                .containsExactly("a=path=/; Path=/clusters/c1/api/v1; Secure", "b=1");
    }

    @Test
    void headHasTheLengthAndNoBody() {
        rig.cluster().answer(exchange -> {
            exchange.respond(new ResponseHead(200, ScriptedCluster.headers("Content-Length", "1234")));
            exchange.out().end();
        });
        try (var client = rig.client()) {
            String request = "HEAD /clusters/c1/healthz HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";
            client.send(request);
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
            client.send(request);
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        }
        assertThat(rig.cluster().nextHead().method()).isEqualTo("HEAD");
    }

    @ParameterizedTest
    @CsvSource({"204,No Content", "304,Not Modified"})
    void emptyAnswersGetNoInventedLength(int status, String phrase) {
        rig.cluster().answer(exchange -> {
            exchange.respond(new ResponseHead(status, ScriptedCluster.headers("ETag", "\"e\"")));
            exchange.out().end();
        });
        try (var client = rig.client()) {
            String request = "GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";
            client.send(request + request);
            String expected = "HTTP/1.1 " + status + " " + phrase + "\r\nETag: \"e\"\r\n\r\n";
            assertThat(client.readHead()).isEqualTo(expected);
            assertThat(client.readHead()).isEqualTo(expected);
        }
    }
}
