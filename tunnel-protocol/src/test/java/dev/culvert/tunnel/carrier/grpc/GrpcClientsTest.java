package dev.culvert.tunnel.carrier.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each dial has an HTTP client of its own: none may be left behind. */
@Timeout(60)
class GrpcClientsTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestCertificates certificates = TestCertificates.create();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void aClientGoesWithItsCarrierWhoeverEndsIt() throws Exception {
        GrpcAcceptor acceptor = new GrpcAcceptor();
        HttpServerOptions options =
                new HttpServerOptions().setSsl(true).setUseAlpn(true).setKeyCertOptions(certificates.server());
        GrpcAcceptor.tune(options);
        HttpServer server = vertx.createHttpServer(options);
        BlockingQueue<Carrier> accepted = new LinkedBlockingQueue<>();
        BlockingQueue<HttpConnection> connections = new LinkedBlockingQueue<>();
        server.connectionHandler(connections::add);
        server.requestHandler(request -> acceptor.accept(request).onSuccess(accepted::add));
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
        GrpcDialer dialer = new GrpcDialer(vertx, target(server.actualPort()));

        for (int end = 0; end < 4; end++) {
            Carrier mine = dial(dialer);
            Carrier theirs = accepted.take();
            HttpConnection connection = connections.take();
            mine.context().runOnContext(run -> mine.packetHandler(packet -> {}));
            theirs.context().runOnContext(run -> theirs.packetHandler(packet -> {}));
            assertThat(dialer.openClients()).isEqualTo(1);

            switch (end) {
                case 0 -> mine.context().runOnContext(run -> mine.close());
                case 1 -> theirs.context().runOnContext(run -> theirs.close());
                case 2 -> connection.close();
                default -> dialer.close();
            }

            await().untilAsserted(() -> assertThat(dialer.openClients()).isZero());
        }
    }

    private Carrier dial(GrpcDialer dialer) throws Exception {
        return Future.<Carrier>future(
                        dialled -> vertx.runOnContext(run -> dialer.dial().onComplete(dialled)))
                .await(15, TimeUnit.SECONDS);
    }

    private DialTarget target(int port) {
        return new DialTarget("localhost", port, () -> "token", certificates.trust(), null, Duration.ofSeconds(8));
    }
}
