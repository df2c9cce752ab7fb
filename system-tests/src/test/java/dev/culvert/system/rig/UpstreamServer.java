package dev.culvert.system.rig;

import dev.culvert.clusters.certificates.IssuedCertificate;
import dev.culvert.clusters.certificates.TestAuthority;
import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** In an API server's place: an HTTPS server of HTTP/2 and HTTP/1.1, whose answers are its maker's. It goes with its Vert.x. */
public final class UpstreamServer {
    private final String name;
    private final TestAuthority authority;
    private final HttpServer server;

    private UpstreamServer(String name, TestAuthority authority, HttpServer server) {
        this.name = name;
        this.authority = authority;
        this.server = server;
    }

    /**
     * Binds a free port.
     *
     * @param name of the cluster in the kubeconfig
     * @param handler is called on the connection's event loop
     */
    public static UpstreamServer start(Vertx vertx, String name, Handler<HttpServerRequest> handler) throws Exception {
        TestAuthority authority = new TestAuthority("Culvert " + name + " upstream CA");
        IssuedCertificate certificate = authority.server(List.of("localhost", "127.0.0.1"));
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.certificatePem()))
                        .addKeyValue(Buffer.buffer(certificate.keyPem())));
        HttpServer server = vertx.createHttpServer(options)
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
        return new UpstreamServer(name, authority, server);
    }

    /** What leads an agent there, with a token that nobody checks. */
    public void writeKubeconfig(Path file) {
        URI url = URI.create("https://127.0.0.1:" + server.actualPort());
        KubeconfigWriter.write(file, name, url, authority.certificatePem(), "a-token-that-nobody-checks");
    }
}
