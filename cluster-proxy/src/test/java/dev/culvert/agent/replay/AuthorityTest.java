package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.ApiServer;
import io.vertx.core.http.HttpServer;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Which server a request over HTTP/2 names. */
class AuthorityTest {
    @Test
    void anIpv6AddressIsNamedInBrackets() throws Exception {
        assumeTrue(NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress()));
        ApiAccess[] access = new ApiAccess[1];
        try (Tunnel tunnel = new Tunnel(() -> access[0])) {
            HttpServer server = Http2Servers.create(tunnel.vertx, new TestAuthority(), 250);
            server.requestHandler(request -> request.response().end(request.version() + " " + request.authority()));
            Tunnel.await(server.listen(0, "::1"));
            access[0] = Access.unverified("https://[::1]:" + server.actualPort(), "t");

            assertThat(tunnel.get("/version").wholeBody()).isEqualTo("HTTP_2 [::1]:" + server.actualPort());
        }
    }

    @Test
    void aRequestGoesWithServerPathAndTokenOfTheConnectionThatItGoesOver() throws Exception {
        Queue<ApiAccess> inForce = new ConcurrentLinkedQueue<>();
        try (Tunnel tunnel = new Tunnel(() -> inForce.size() > 1 ? inForce.remove() : inForce.element())) {
            HttpServer server = Http2Servers.create(tunnel.vertx, new TestAuthority(), 250);
            server.requestHandler(request -> request.response()
                    .end(request.authority() + request.uri() + " " + request.getHeader("authorization")));
            Tunnel.await(server.listen(0, "127.0.0.1"));
            inForce.add(Access.unverified("https://127.0.0.1:1/old", "old"));
            inForce.add(Access.unverified("https://localhost:" + server.actualPort() + "/new", "new"));

            assertThat(tunnel.get("/version").wholeBody())
                    .isEqualTo("localhost:" + server.actualPort() + "/new/version Bearer new");
        }
    }

    @Test
    void aTokenIsSentToItsOwnServerAlone() throws Exception {
        Queue<ApiAccess> inForce = new ConcurrentLinkedQueue<>();
        try (Tunnel tunnel = new Tunnel(() -> inForce.size() > 1 ? inForce.remove() : inForce.element())) {
            HttpServer server = Http2Servers.create(tunnel.vertx, new TestAuthority(), 250);
            server.requestHandler(
                    request -> request.response().end(request.uri() + " " + request.getHeader("authorization")));
            Tunnel.await(server.listen(0, "127.0.0.1"));
            ApiAccess first = Access.unverified("https://127.0.0.1:" + server.actualPort() + "/first", "first");
            inForce.add(first);
            tunnel.get("/version").wholeBody();
            // When a stream is taken the first is still in force, and no more when the request is sent on it.
            inForce.add(first);
            inForce.add(Access.unverified("https://127.0.0.1:1/second", "second"));
            inForce.remove();

            assertThat(tunnel.get("/version").wholeBody()).isEqualTo("/first/version Bearer first");
        }
    }

    @Test
    void theDefaultPortIsLeftOutAndAnyOtherIsNot() {
        assertThat(Http2Replay.authority(new ApiServer("kubernetes.test", 443, "")))
                .hasToString("kubernetes.test");
        assertThat(Http2Replay.authority(new ApiServer("kubernetes.test", 6443, "")))
                .hasToString("kubernetes.test:6443");
        assertThat(Http2Replay.authority(new ApiServer("fd00::1", 443, ""))).hasToString("[fd00::1]");
    }
}
