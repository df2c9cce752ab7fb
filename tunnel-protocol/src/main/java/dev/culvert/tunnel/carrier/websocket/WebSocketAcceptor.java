package dev.culvert.tunnel.carrier.websocket;

import dev.culvert.tunnel.carrier.Acceptor;
import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.Refusal;
import dev.culvert.tunnel.carrier.Tunnel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes WebSockets with the tunnel's subprotocol. */
public final class WebSocketAcceptor implements Acceptor {
    /** Seconds that the peer has to answer a close frame. */
    private static final int CLOSING_TIMEOUT = 5;

    /**
     * Sets what carriers need of a server: the subprotocol, frames and messages as large as a packet, and no compression.
     * Changes no other settings.
     */
    public static HttpServerOptions tune(HttpServerOptions options) {
        return options.addWebSocketSubProtocol(Tunnel.SUBPROTOCOL)
                .setMaxWebSocketFrameSize(Carrier.MAX_PACKET_BYTES)
                .setMaxWebSocketMessageSize(Carrier.MAX_PACKET_BYTES)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT);
    }

    @Override
    public String kind() {
        return WebSocketCarrier.KIND;
    }

    @Override
    public boolean matches(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && HttpMethod.GET.equals(request.method())
                && Tunnel.PATH.equals(request.path())
                && "websocket".equalsIgnoreCase(request.getHeader("upgrade"));
    }

    @Override
    public Future<Carrier> accept(HttpServerRequest request) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return Future.failedFuture(new IllegalStateException("a carrier is accepted on its request's context"));
        }
        if (!offersTunnel(request.getHeader("sec-websocket-protocol"))) {
            String message = "the subprotocol " + Tunnel.SUBPROTOCOL + " is not offered";
            answer(request, 400, "BadRequest", message);
            return Future.failedFuture(new IllegalArgumentException(message));
        }
        request.resume();
        return request.toWebSocket().map(socket -> carrier(context, socket));
    }

    @Override
    public void refuse(HttpServerRequest request, Refusal refusal, String message) {
        if (refusal == Refusal.UNAUTHENTICATED) {
            request.response().putHeader("www-authenticate", "Bearer");
            answer(request, 401, "Unauthorized", message);
        } else {
            answer(request, 503, "ServiceUnavailable", message);
        }
    }

    private static Carrier carrier(Context context, ServerWebSocket socket) {
        WebSocketCarrier carrier = new WebSocketCarrier(context, socket, over -> {});
        socket.frameHandler(carrier::frame);
        socket.exceptionHandler(carrier::failed);
        socket.drainHandler(ignored -> carrier.writable());
        socket.closeHandler(ignored -> carrier.closed());
        return carrier;
    }

    /** In the words of Kubernetes, like all errors of a gateway. The connection is over: it was made for a carrier. */
    private static void answer(HttpServerRequest request, int code, String reason, String message) {
        HttpServerResponse response = request.response();
        String body = new JsonObject()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("metadata", new JsonObject())
                .put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code)
                .encode();
        response.setStatusCode(code)
                .putHeader("content-type", "application/json")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cache-control", "no-store")
                .putHeader("connection", "close")
                .end(body)
                .onComplete(sent -> request.connection().close());
    }

    private static boolean offersTunnel(@Nullable String header) {
        return header != null
                && Arrays.stream(header.split(",", -1)).map(String::trim).anyMatch(Tunnel.SUBPROTOCOL::equals);
    }
}
