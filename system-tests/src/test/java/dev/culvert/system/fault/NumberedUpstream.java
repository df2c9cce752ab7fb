package dev.culvert.system.fault;

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
 * In an API server's place: to every path an answer that no other path has, and to every watch the same events without end, so
 * that bytes that are missing, or another's, are seen.
 */
final class NumberedUpstream {
    private static final long EVENT_MILLIS = 50;
    private static final int REPEATS = 100;

    private final Vertx vertx;
    private final TestAuthority authority = new TestAuthority("Culvert numbered upstream CA");
    private final HttpServer server;

    NumberedUpstream(Vertx vertx) throws Exception {
        this.vertx = vertx;
        IssuedCertificate certificate = authority.server(List.of("localhost", "127.0.0.1"));
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.certificatePem()))
                        .addKeyValue(Buffer.buffer(certificate.keyPem())));
        server = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    void writeKubeconfig(Path file) {
        URI url = URI.create("https://127.0.0.1:" + server.actualPort());
        KubeconfigWriter.write(file, "numbered", url, authority.certificatePem(), "a-token-that-nobody-checks");
    }

    /** What is answered to a path. */
    static String body(String path) {
        return "{\"path\":\"" + path + "\"}\n".repeat(REPEATS);
    }

    /** The event of that number, from 0 on, of every watch. */
    static String event(int number) {
        return "{\"type\":\"MODIFIED\",\"number\":" + number + "}\n";
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader("Content-Type", "application/json");
        if (request.query() == null) {
            response.end(body(request.path()));
        } else {
            response.exceptionHandler(gone -> {});
            response.setChunked(request.version() != HttpVersion.HTTP_2);
            int[] next = {0};
            long timer = vertx.setPeriodic(1, EVENT_MILLIS, tick -> response.write(event(next[0]++)));
            response.closeHandler(over -> vertx.cancelTimer(timer));
        }
    }
}
