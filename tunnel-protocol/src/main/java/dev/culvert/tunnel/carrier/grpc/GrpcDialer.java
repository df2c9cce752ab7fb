package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.OpenCarriers;
import dev.culvert.tunnel.transport.TlsEngines;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Dials gRPC carriers over TLS and HTTP/2. */
public final class GrpcDialer implements Dialer {
    private final Vertx vertx;
    private final DialTarget target;
    private final HttpClientAgent client;
    private final OpenCarriers carriers = new OpenCarriers();

    public GrpcDialer(Vertx vertx, DialTarget target) {
        this.vertx = vertx;
        this.target = target;
        this.client = vertx.createHttpClient(options(target));
    }

    @Override
    public String kind() {
        return "grpc";
    }

    @Override
    public Future<Carrier> dial() {
        if (carriers.closed()) {
            return OpenCarriers.refuse();
        }
        Context context = vertx.getOrCreateContext();
        if (!context.isEventLoopContext()) {
            return Future.failedFuture(new IllegalStateException("a carrier is dialled on an event loop"));
        }
        return new GrpcDial(context, client, carriers, target).start();
    }

    @Override
    public Future<Void> close() {
        carriers.close();
        return client.close();
    }

    private static HttpClientOptions options(DialTarget target) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setSslEngineOptions(TlsEngines.preferred())
                .setVerifyHost(true)
                .setTrustOptions(target.trust())
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
