package dev.culvert.tunnel.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.carrier.TestCertificates;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class Http2WakeUpTest {
    private final List<Boolean> told = new ArrayList<>();

    /** The controller sees the channel busy before it hears of it, and hears of it when it is free again. */
    @Test
    void aStreamThatStoppedForABusyChannelIsToldThatItIsFree() throws Exception {
        EmbeddedChannel channel = new EmbeddedChannel();
        Http2ConnectionHandler http2 = new Http2ConnectionHandlerBuilder()
                .server(true)
                .frameListener(new Http2FrameAdapter())
                .build();
        Http2RemoteFlowController flow = http2.encoder().flowController();
        flow.listener(changed -> told.add(flow.isWritable(changed)));
        channel.pipeline().addLast(http2, new Http2WakeUp(http2));
        channel.writeInbound(Http2CodecUtil.connectionPrefaceBuf());
        Http2Stream stream = http2.connection().remote().createStream(1, false);
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();

        outbound.setUserDefinedWritability(1, false);
        flow.incrementWindowSize(stream, 1000);
        outbound.setUserDefinedWritability(1, true);
        channel.runPendingTasks();

        assertThat(told).containsExactly(true, false, true);
        channel.finishAndReleaseAll();
    }

    @Test
    void connectionsOfBothSidesAreWatched() throws Exception {
        Vertx vertx = Transports.vertx();
        try {
            TestCertificates certificates = TestCertificates.create();
            CompletableFuture<HttpConnection> accepted = new CompletableFuture<>();
            HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                            .setSsl(true)
                            .setUseAlpn(true)
                            .setKeyCertOptions(certificates.server()))
                    .connectionHandler(connection -> {
                        Http2WakeUp.watch(connection);
                        accepted.complete(connection);
                    })
                    .requestHandler(request -> request.response().end())
                    .listen(0, "127.0.0.1")
                    .await(60, TimeUnit.SECONDS);
            HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions()
                    .setSsl(true)
                    .setTrustAll(true)
                    .setVerifyHost(false)
                    .setUseAlpn(true)
                    .setProtocolVersion(HttpVersion.HTTP_2));
            HttpClientConnection dialled = client.connect(
                            new HttpConnectOptions().setHost("127.0.0.1").setPort(server.actualPort()))
                    .onSuccess(Http2WakeUp::watch)
                    .await(60, TimeUnit.SECONDS);
            assertThat(Http2WakeUp.isWatched(dialled)).isTrue();
            assertThat(Http2WakeUp.isWatched(accepted.get(60, TimeUnit.SECONDS)))
                    .isTrue();
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
    }
}
