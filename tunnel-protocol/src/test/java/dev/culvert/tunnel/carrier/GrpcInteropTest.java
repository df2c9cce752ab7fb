package dev.culvert.tunnel.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.Transports;
import dev.culvert.tunnel.v1.Frame;
import dev.culvert.tunnel.v1.Packet;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stock gRPC library is the other end, with the generated messages: what is by hand here is gRPC nevertheless. */
@Timeout(60)
class GrpcInteropTest {
    private static final ServiceName SERVICE = ServiceName.create("culvert.tunnel.v1", "Tunnel");
    private static final TestCertificates CERTIFICATES = TestCertificates.create();

    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Transports.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void aStockClientTalksToTheAcceptor() throws Exception {
        TestGateway gateway = TestGateway.start(vertx, CERTIFICATES);
        StockCall call = StockCall.start(vertx, gateway.port());
        Witness accepted = Witness.of(gateway.next());
        // Before any message of either side: the acceptor's headers are out at once.
        GrpcClientResponse<Packet, Packet> response = call.response().await(10, TimeUnit.SECONDS);

        call.write(packet("hello"));
        call.write(packet("x".repeat(200_000)));
        List<Buffer> packets = accepted.awaitPackets(3);
        assertThat(packets.get(0)).isEqualTo(Buffer.buffer());
        assertThat(Packet.parseFrom(packets.get(1).getBytes())).isEqualTo(packet("hello"));
        assertThat(Packet.parseFrom(packets.get(2).getBytes())).isEqualTo(packet("x".repeat(200_000)));

        accepted.write(bytes(packet("welcome")));
        accepted.write(bytes(packet("y".repeat(200_000))));
        accepted.close();
        assertThat(call.received().await(10, TimeUnit.SECONDS))
                .containsExactly(packet("welcome"), packet("y".repeat(200_000)));
        assertThat(response.status()).isEqualTo(GrpcStatus.OK);
        call.end();
        assertThat(accepted.awaitEnd().clean()).isTrue();
        assertThat(accepted.breaches()).isEmpty();
        gateway.close();
    }

    @Test
    void aStockClientThatEndsItsCallGetsAnOrderlyEnd() throws Exception {
        TestGateway gateway = TestGateway.start(vertx, CERTIFICATES);
        StockCall call = StockCall.start(vertx, gateway.port());
        Witness accepted = Witness.of(gateway.next());
        GrpcClientResponse<Packet, Packet> response = call.response().await(10, TimeUnit.SECONDS);

        call.write(packet("hello"));
        call.end();

        assertThat(accepted.awaitEnd().clean()).isTrue();
        assertThat(accepted.packets()).hasSize(2);
        assertThat(call.received().await(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(response.status()).isEqualTo(GrpcStatus.OK);
        gateway.close();
    }

    @Test
    void aStockClientUnderstandsARefusal() throws Exception {
        TestGateway gateway = TestGateway.start(vertx, CERTIFICATES);
        gateway.refuse(Refusal.UNAUTHENTICATED);
        StockCall call = StockCall.start(vertx, gateway.port());

        GrpcClientResponse<Packet, Packet> response = call.response().await(10, TimeUnit.SECONDS);

        assertThat(call.received().await(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(response.status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        assertThat(response.statusMessage()).isEqualTo("not now: 100 % \u00fcber");
        gateway.close();
    }

    @Test
    void theDiallerTalksToAStockServer() throws Exception {
        List<Packet> received = new ArrayList<>();
        Promise<Void> ended = Promise.promise();
        HttpServer server = stockServer(received, ended);
        GrpcDialer dialer = new GrpcDialer(
                vertx,
                new DialTarget(
                        "localhost",
                        server.actualPort(),
                        () -> TestGateway.TOKEN,
                        CERTIFICATES.trust(),
                        null,
                        Duration.ofSeconds(10)));

        Witness dialled = Witness.of(Contexts.on(vertx, dialer::dial));
        dialled.write(bytes(packet("hello")));
        dialled.write(bytes(packet("x".repeat(200_000))));

        List<Buffer> packets = dialled.awaitPackets(3);
        assertThat(Packet.parseFrom(packets.get(0).getBytes())).isEqualTo(packet("first"));
        assertThat(Packet.parseFrom(packets.get(1).getBytes())).isEqualTo(packet("hello"));
        assertThat(Packet.parseFrom(packets.get(2).getBytes())).isEqualTo(packet("x".repeat(200_000)));
        dialled.close();
        ended.future().await(10, TimeUnit.SECONDS);
        assertThat(dialled.awaitEnd().clean()).isTrue();
        assertThat(received).containsExactly(packet("hello"), packet("x".repeat(200_000)));
        assertThat(dialled.breaches()).isEmpty();
        dialer.close().await(10, TimeUnit.SECONDS);
    }

    /** Says "first", then sends back what comes, and ends when its client does. */
    private HttpServer stockServer(List<Packet> received, Promise<Void> ended) throws Exception {
        ServiceMethod<Packet, Packet> method = ServiceMethod.server(
                SERVICE,
                "Connect",
                GrpcMessageEncoder.encoder(),
                GrpcMessageDecoder.decoder(Packet.getDefaultInstance()));
        GrpcServer grpc = GrpcServer.server(vertx);
        grpc.callHandler(method, request -> {
            request.response().write(packet("first"));
            request.handler(packet -> {
                received.add(packet);
                request.response().write(packet);
            });
            request.endHandler(ignored -> {
                request.response().end();
                ended.tryComplete();
            });
        });
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setSslEngineOptions(TlsEngines.preferred())
                .setKeyCertOptions(CERTIFICATES.server());
        HttpServer server = vertx.createHttpServer(options).requestHandler(grpc);
        return Contexts.on(vertx, () -> server.listen(0, "127.0.0.1"));
    }

    private static Packet packet(String text) {
        return Packet.newBuilder()
                .addFrames(Frame.newBuilder().setStream(2).setData(ByteString.copyFromUtf8(text)))
                .build();
    }

    private static Buffer bytes(Packet packet) {
        return Buffer.buffer(packet.toByteArray());
    }

    /** A call of the stock client. */
    private static final class StockCall {
        private final GrpcClientRequest<Packet, Packet> request;
        private final List<Packet> packets = new ArrayList<>();
        private final Promise<List<Packet>> received = Promise.promise();
        private final Future<GrpcClientResponse<Packet, Packet>> response;

        private StockCall(GrpcClientRequest<Packet, Packet> request) {
            this.request = request;
            this.response = request.response().onSuccess(head -> {
                head.handler(packets::add);
                head.endHandler(ignored -> received.tryComplete(packets));
            });
        }

        static StockCall start(Vertx vertx, int port) throws Exception {
            HttpClientOptions options = new HttpClientOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setTrustOptions(CERTIFICATES.trust());
            GrpcClient client = GrpcClient.client(vertx, options);
            ServiceMethod<Packet, Packet> method = ServiceMethod.client(
                    SERVICE,
                    "Connect",
                    GrpcMessageEncoder.encoder(),
                    GrpcMessageDecoder.decoder(Packet.getDefaultInstance()));
            return Contexts.on(vertx, () -> client.request(SocketAddress.inetSocketAddress(port, "localhost"), method)
                    .map(StockCall::new)
                    // The stock client sends nothing, not even headers, before its first message.
                    .onSuccess(call -> call.write(Packet.getDefaultInstance())));
        }

        void write(Packet packet) {
            request.write(packet);
        }

        /** The stock client cancels by itself what has its trailers, sooner or later than this. */
        void end() {
            try {
                request.end();
            } catch (IllegalStateException over) {
                assertThat(over).hasMessageContaining("CANCELLED");
            }
        }

        Future<GrpcClientResponse<Packet, Packet>> response() {
            return response;
        }

        Future<List<Packet>> received() {
            return received.future();
        }
    }
}
