package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.DialTarget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP clients of a dialler, one for each dial: Vert.x gives out a connection only when its HTTP/2 stands, and so one where
 * that never happens can be closed with its client alone.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class GrpcClients {
    private final Vertx vertx;
    private final DialTarget target;
    private final Set<HttpClientAgent> open = ConcurrentHashMap.newKeySet();

    GrpcClients(Vertx vertx, DialTarget target) {
        this.vertx = vertx;
        this.target = target;
    }

    /**
     * For one connection, and until {@link #close}.
     *
     * @param whenSecured called on the connection's event loop when TLS stands
     */
    HttpClientAgent create(Runnable whenSecured) {
        HttpClientAgent client = vertx.createHttpClient(options().setSslEngineOptions(new WatchedTls(whenSecured)));
        open.add(client);
        return client;
    }

    Future<Void> close(HttpClientAgent client) {
        open.remove(client);
        return client.close();
    }

    Future<Void> closeAll() {
        List<Future<Void>> closed = new ArrayList<>();
        open.forEach(client -> closed.add(close(client)));
        return Future.join(closed).mapEmpty();
    }

    int open() {
        return open.size();
    }

    private HttpClientOptions options() {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setTrustOptions(target.trust())
                .setKeyCertOptions(target.certificate())
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                // HTTP/1.1 is offered so that a peer without HTTP/2 is recognized as such, instead of failing TLS.
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setProxyOptions(target.proxy())
                .setConnectTimeout(target.stepMillis())
                .setSslHandshakeTimeout(target.stepMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setInitialSettings(
                Http2Tuning.dialler(options.getInitialSettings()).setPushEnabled(false));
        return options;
    }
}
