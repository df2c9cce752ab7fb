package dev.culvert.agent.doctor;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Intercepts TLS, speaks HTTP/1.1 only, and passes requests on without their hop-by-hop headers, Upgrade among them. */
public final class Middlebox {
    private final HttpServer server;
    private final HttpClient client;
    private final int gateway;

    private Middlebox(HttpServer server, HttpClient client, int gateway) {
        this.server = server;
        this.client = client;
        this.gateway = gateway;
    }

    public static Middlebox start(Vertx vertx, KeyCertOptions certificate, int gateway) throws Exception {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                .setKeyCertOptions(certificate));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        Middlebox box = new Middlebox(server, client, gateway);
        server.requestHandler(box::pass);
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
        return box;
    }

    public int port() {
        return server.actualPort();
    }

    private void pass(HttpServerRequest request) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(gateway)
                .setURI(request.uri());
        request.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("connection") && !name.equalsIgnoreCase("upgrade")) {
                options.putHeader(name, value);
            }
        });
        client.request(options)
                .compose(onward -> onward.send())
                .compose(answer -> answer.body().onSuccess(body -> request.response()
                        .setStatusCode(answer.statusCode())
                        .end(body)))
                .recover(failure ->
                        request.response().setStatusCode(502).end("no").map(Buffer.buffer()));
    }
}
