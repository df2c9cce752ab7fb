package dev.culvert.agent.replay;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;

/** HTTP/2 servers in the API server's place. */
final class Http2Servers {
    private Http2Servers() {}

    /** One that takes so many streams on a connection; not listening yet. */
    static HttpServer create(Vertx vertx, TestAuthority authority, int maxStreams) {
        return vertx.createHttpServer(new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setUseAlpn(true)
                .setHttp2RstFloodMaxRstFramePerWindow(100_000)
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(maxStreams).setInitialWindowSize(65_535))
                .setKeyCertOptions(certificate(authority)));
    }

    static PemKeyCertOptions certificate(TestAuthority authority) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(authority.serverPem()))
                .addKeyValue(Buffer.buffer(authority.serverKeyPem()));
    }
}
