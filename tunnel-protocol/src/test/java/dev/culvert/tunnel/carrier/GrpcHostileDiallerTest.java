package dev.culvert.tunnel.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that no carrier sends, on a call that was let in; beside it, on the same connection, a call that behaves. */
@Timeout(60)
class GrpcHostileDiallerTest {
    private static final TestCertificates CERTIFICATES = TestCertificates.create();

    private Vertx vertx;
    private TestGateway gateway;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        vertx = Transports.vertx();
        gateway = TestGateway.start(vertx, CERTIFICATES);
        client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setSslEngineOptions(TlsEngines.preferred())
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setTrustOptions(CERTIFICATES.trust()));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void aClaimOfFourGigabytesEndsThatCarrierAlone() throws Exception {
        violates(call -> call.write(Buffer.buffer(new byte[] {0, -1, -1, -1, -1})));
    }

    @Test
    void aCompressedMessageEndsThatCarrierAlone() throws Exception {
        violates(call -> call.write(Buffer.buffer(new byte[] {1, 0, 0, 0, 1, 7})));
    }

    @Test
    void anEndWithinAMessageEndsThatCarrierAlone() throws Exception {
        violates(call -> call.end(Buffer.buffer(new byte[] {0, 0, 0, 0, 9, 7})));
    }

    @Test
    void aResetEndsThatCarrierWithoutAViolation() throws Exception {
        Witness reset = ends(call -> call.reset(8));

        assertThat(reset.awaitEnd().violation()).isFalse();
    }

    private void violates(Consumer<HttpClientRequest> act) throws Exception {
        assertThat(ends(act).awaitEnd().violation()).isTrue();
    }

    private Witness ends(Consumer<HttpClientRequest> act) throws Exception {
        HttpClientRequest good = call();
        Witness spared = Witness.of(gateway.next());
        HttpClientRequest bad = call();
        Witness ended = Witness.of(gateway.next());
        bad.write(frame("good"));
        assertThat(ended.awaitPackets(1)).containsExactly(Buffer.buffer("good"));

        act.accept(bad);

        assertThat(ended.awaitEnd().clean()).isFalse();
        assertThat(ended.packets()).hasSize(1);
        good.write(frame("still here"));
        assertThat(spared.awaitPackets(1)).containsExactly(Buffer.buffer("still here"));
        assertThat(spared.ends()).isEmpty();
        assertThat(List.of(ended.breaches(), spared.breaches())).allMatch(List::isEmpty);
        return ended;
    }

    private HttpClientRequest call() throws Exception {
        RequestOptions options = new RequestOptions()
                .setHost("localhost")
                .setPort(gateway.port())
                .setMethod(HttpMethod.POST)
                .setURI(Tunnel.PATH)
                .putHeader("content-type", "application/grpc+proto")
                .putHeader("te", "trailers");
        return Contexts.on(vertx, () -> client.request(options).onSuccess(request -> {
            request.exceptionHandler(ignored -> {});
            request.response().onSuccess(response -> response.exceptionHandler(ignored -> {}));
            request.setChunked(true).writeHead();
        }));
    }

    private static Buffer frame(String message) {
        return Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendString(message);
    }
}
