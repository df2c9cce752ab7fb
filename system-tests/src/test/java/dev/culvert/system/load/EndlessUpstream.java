package dev.culvert.system.load;

import dev.culvert.clusters.certificates.IssuedCertificate;
import dev.culvert.clusters.certificates.TestAuthority;
import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * In an API server's place, over HTTP/2 and HTTP/1.1: an answer without end to every request for a path that ends in {@code /endless},
 * as fast as it is taken, and a small one to every other.
 */
final class EndlessUpstream implements AutoCloseable {
    private static final Buffer PIECE = Buffer.buffer(new byte[16 << 10]);

    private final Vertx vertx = Vertx.vertx();
    private final TestAuthority authority = new TestAuthority("Culvert endless upstream CA");
    private final HttpServer server;

    EndlessUpstream() throws Exception {
        IssuedCertificate certificate = authority.server(List.of("localhost", "127.0.0.1"));
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.certificatePem()))
                        .addKeyValue(Buffer.buffer(certificate.keyPem())));
        server = vertx.createHttpServer(options)
                .requestHandler(EndlessUpstream::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    void writeKubeconfig(Path file) {
        URI url = URI.create("https://127.0.0.1:" + server.actualPort());
        KubeconfigWriter.write(file, "endless", url, authority.certificatePem(), "a-token-that-nobody-checks");
    }

    private static void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.path().endsWith("/endless")) {
            response.exceptionHandler(gone -> {});
            response.setChunked(request.version() != HttpVersion.HTTP_2);
            pour(response);
        } else {
            response.putHeader("Content-Type", "application/json").end("{\"major\":\"1\"}");
        }
    }

    private static void pour(HttpServerResponse response) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(PIECE);
        }
        if (!response.closed()) {
            response.drainHandler(drained -> pour(response));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
