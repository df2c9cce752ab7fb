package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TcpServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How connections come about, and how they do not. */
class Http2PoolTest {
    private final TestAuthority authority = new TestAuthority();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private Tunnel tunnel;

    /** Agrees on HTTP/2, and never speaks it. */
    private void serveSilence(Duration patience) throws Exception {
        ApiAccess[] access = new ApiAccess[1];
        tunnel = new Tunnel(vertx -> new Replay(
                vertx, () -> access[0], Budget.ofHeap(), new ApiClients(vertx, patience), Duration.ofHours(1)));
        NetServer server = tunnel.vertx.createNetServer(
                new TcpServerConfig().setSsl(true),
                new ServerSSLOptions()
                        .setUseAlpn(true)
                        .setApplicationLayerProtocols(List.of("h2"))
                        .setKeyCertOptions(Http2Servers.certificate(authority)));
        server.connectHandler(socket -> {
            accepted.incrementAndGet();
            socket.closeHandler(end -> closed.incrementAndGet());
        });
        Tunnel.await(server.listen(0, "127.0.0.1"));
        access[0] = Access.to(server.actualPort(), authority);
    }

    @AfterEach
    void stop() throws Exception {
        tunnel.close();
    }

    @Test
    void aServerThatNeverBeginsToSpeakHttp2IsUnreachableAndItsConnectionClosed() throws Exception {
        serveSilence(Duration.ofSeconds(1));
        assertThat(tunnel.get("/version").reset()).isEqualTo(ResetCode.UPSTREAM_UNREACHABLE);
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
        assertThat(accepted).hasValue(1);
    }

    @Test
    void aServerThatAdmitsNoStreamsIsUnreachableAndNotConnectedToAgainAndAgain() throws Exception {
        ApiAccess[] access = new ApiAccess[1];
        tunnel = new Tunnel(() -> access[0]);
        HttpServer server = Http2Servers.create(tunnel.vertx, authority, 0);
        server.connectionHandler(connection -> {
            accepted.incrementAndGet();
            connection.closeHandler(end -> closed.incrementAndGet());
        });
        server.requestHandler(request -> request.response().end());
        Tunnel.await(server.listen());
        access[0] = Access.to(server.actualPort(), authority);

        assertThat(tunnel.get("/version").reset()).isEqualTo(ResetCode.UPSTREAM_UNREACHABLE);

        await().untilAsserted(() -> assertThat(closed).hasValue(1));
        assertThat(accepted).hasValue(1);
    }

    @Test
    void callersThatHaveGoneWaitForNoConnection() throws Exception {
        serveSilence(Duration.ofSeconds(8));
        List<Call> first = waitForTheServer();
        first.forEach(Call::cancel);
        await().untilAsserted(() -> assertThat(tunnel.openStreams()).isZero());
        // As many again: were the first still counted there would be another connection for them.
        List<Call> second = waitForTheServer();
        for (Call call : second) {
            assertThat(call.reset()).isEqualTo(ResetCode.UPSTREAM_UNREACHABLE);
        }
        assertThat(accepted).hasValue(1);
    }

    /** As many calls as fit on one connection. */
    private List<Call> waitForTheServer() {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < ApiClients.MAX_STREAMS; i++) {
            calls.add(tunnel.get("/" + i));
        }
        await().untilAsserted(() -> assertThat(tunnel.openStreams()).isEqualTo(ApiClients.MAX_STREAMS));
        return calls;
    }
}
