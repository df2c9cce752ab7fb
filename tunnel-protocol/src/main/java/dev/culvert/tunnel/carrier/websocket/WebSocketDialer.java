package dev.culvert.tunnel.carrier.websocket;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.OpenCarriers;
import dev.culvert.tunnel.transport.TlsEngines;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.concurrent.TimeUnit;

/** Dials WebSocket carriers over TLS and HTTP/1.1. */
public final class WebSocketDialer implements Dialer {
    /** Seconds that the peer has to answer a close frame. */
    private static final int CLOSING_TIMEOUT = 5;

    /** Vert.x queues what is above; the number of carriers is for others to limit. */
    private static final int MAX_CONNECTIONS = 10_000;

    private final Vertx vertx;
    private final DialTarget target;
    private final WebSocketClient client;
    private final OpenCarriers carriers = new OpenCarriers();

    public WebSocketDialer(Vertx vertx, DialTarget target) {
        this.vertx = vertx;
        this.target = target;
        this.client = vertx.createWebSocketClient(options(target));
    }

    @Override
    public String kind() {
        return WebSocketCarrier.KIND;
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
        return new WebSocketDial(context, client, carriers, target).start();
    }

    @Override
    public Future<Void> close() {
        carriers.close();
        return client.close();
    }

    private static WebSocketClientOptions options(DialTarget target) {
        return new WebSocketClientOptions()
                .setSsl(true)
                .setSslEngineOptions(TlsEngines.preferred())
                .setVerifyHost(true)
                .setTrustOptions(target.trust())
                .setKeyCertOptions(target.certificate())
                .setProxyOptions(target.proxy())
                .setConnectTimeout(target.stepMillis())
                .setSslHandshakeTimeout(target.stepMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxConnections(MAX_CONNECTIONS)
                .setMaxFrameSize(Carrier.MAX_PACKET_BYTES)
                .setMaxMessageSize(Carrier.MAX_PACKET_BYTES)
                .setClosingTimeout(CLOSING_TIMEOUT);
    }
}
