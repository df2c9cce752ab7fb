package dev.culvert.tunnel.carrier.websocket;

import dev.culvert.tunnel.carrier.DialException;
import dev.culvert.tunnel.carrier.DialFailures;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Hop;
import dev.culvert.tunnel.carrier.OpenCarriers;
import dev.culvert.tunnel.carrier.PendingDial;
import dev.culvert.tunnel.carrier.Tunnel;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.vertx.core.Context;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One dial, from the name to the gateway's 101; everything on its context. */
final class WebSocketDial extends PendingDial {
    /** Vert.x closes a client that nobody refers to, with the connections that it made; the carrier refers to it by this. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final WebSocketClient client;

    private final OpenCarriers carriers;
    private final ClientWebSocket socket;
    private @Nullable WebSocketCarrier carrier;
    private boolean connected;

    WebSocketDial(Context context, WebSocketClient client, OpenCarriers carriers, DialTarget target) {
        super(context, target);
        this.client = client;
        this.carriers = carriers;
        this.socket = client.webSocket();
    }

    @Override
    protected void connect() {
        String token = DialFailures.token(target());
        // Before connecting: frames may come in the same breath as the answer, before its future's listeners run.
        socket.frameHandler(frame -> carrier().frame(frame));
        socket.exceptionHandler(cause -> carrier().failed(cause));
        socket.drainHandler(ignored -> carrier().writable());
        socket.closeHandler(ignored -> carrier().closed());
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(target().host())
                .setPort(target().port())
                .setURI(Tunnel.PATH)
                .setSubProtocols(List.of(Tunnel.SUBPROTOCOL))
                .setAllowOriginHeader(false)
                .putHeader("authorization", "Bearer " + token);
        options.setIdleTimeout(target().stepMillis());
        socket.connect(options).onComplete(ignored -> opened(), cause -> fail(reason(cause)));
    }

    @Override
    protected Hop hop() {
        return target().proxy() == null ? Hop.TCP : Hop.PROXY;
    }

    @Override
    protected void abandon() {
        if (connected) {
            socket.close();
        }
    }

    private void opened() {
        connected = true;
        if (done()) {
            abandon();
        } else {
            succeed(carrier());
        }
    }

    private WebSocketCarrier carrier() {
        WebSocketCarrier known = carrier;
        if (known == null) {
            known = new WebSocketCarrier(context(), socket, this::forget);
            carrier = known;
            carriers.add(known);
        }
        return known;
    }

    private void forget(WebSocketCarrier over) {
        carriers.remove(over);
    }

    private DialException reason(Throwable cause) {
        if (cause instanceof UpgradeRejectedException rejected) {
            return DialFailures.status(rejected.getStatus(), rejected.getBody(), target());
        }
        if (cause instanceof WebSocketClientHandshakeException) {
            return new DialException(Hop.PROTOCOL, true, target() + ": " + cause.getMessage());
        }
        if (cause instanceof WebSocketHandshakeException || cause instanceof HttpClosedException) {
            return DialFailures.connected(cause, target());
        }
        return DialFailures.connecting(cause, target());
    }
}
