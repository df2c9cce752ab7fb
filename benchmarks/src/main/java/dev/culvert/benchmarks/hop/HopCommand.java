package dev.culvert.benchmarks.hop;

import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one reverse proxy until the process is told to stop. */
@Command(name = "hop", hidden = true, description = "Runs a plain reverse proxy.")
public final class HopCommand implements Callable<Integer> {

    private static final int BACKLOG = 8192;

    @Option(names = "--listen", required = true, paramLabel = "HOST:PORT")
    private String listen = "";

    @Option(names = "--certificate", required = true)
    private String certificate = "";

    @Option(names = "--key", required = true)
    private String key = "";

    @Option(names = "--upstream", required = true, description = "https://HOST:PORT")
    private URI upstream = URI.create("https://localhost");

    @Option(names = "--authority", required = true, description = "PEM file that verifies the upstream.")
    private String authority = "";

    @Override
    public Integer call() throws InterruptedException {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Transports.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        try {
            vertx.deployVerticle(
                            () -> new ReverseProxy(server(), client()), new DeploymentOptions().setInstances(loops))
                    .await();
            new CountDownLatch(1).await();
            return 0;
        } finally {
            vertx.close();
        }
    }

    private HttpServerOptions server() {
        URI address = URI.create("https://" + listen);
        return new HttpServerOptions()
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setAcceptBacklog(BACKLOG)
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setSslEngineOptions(TlsEngines.preferred())
                .setKeyCertOptions(
                        new PemKeyCertOptions().setCertPath(certificate).setKeyPath(key));
    }

    private HttpClientOptions client() {
        return new HttpClientOptions()
                .setDefaultHost(upstream.getHost())
                .setDefaultPort(upstream.getPort())
                .setSsl(true)
                .setSslEngineOptions(TlsEngines.preferred())
                .setTrustOptions(new PemTrustOptions().addCertPath(authority));
    }
}
