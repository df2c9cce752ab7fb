package dev.culvert.tunnel.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.carrier.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class Http2PipelineTest {
    @Test
    void connectionsOfBothSidesHaveTheirHandlers() throws Exception {
        Vertx vertx = Transports.vertx();
        try {
            TestCertificates certificates = TestCertificates.create();
            CompletableFuture<HttpConnection> accepted = new CompletableFuture<>();
            HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                            .setSsl(true)
                            .setUseAlpn(true)
                            .setKeyCertOptions(certificates.server()))
                    .connectionHandler(connection -> {
                        Http2Pipeline.prepare(connection);
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
                    .onSuccess(Http2Pipeline::prepare)
                    .await(60, TimeUnit.SECONDS);
            assertThat(Http2Pipeline.isPrepared(dialled)).isTrue();
            assertThat(Http2Pipeline.isPrepared(accepted.get(60, TimeUnit.SECONDS)))
                    .isTrue();
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
    }
}
