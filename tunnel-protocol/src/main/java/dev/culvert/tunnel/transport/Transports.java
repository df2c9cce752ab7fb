package dev.culvert.tunnel.transport;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** Which sockets the event loops use: the system's own where Netty's native library loads, and otherwise Java's. */
public final class Transports {
    private Transports() {}

    /** A Vert.x with default options and the preferred transport. */
    public static Vertx vertx() {
        return vertx(new VertxOptions());
    }

    /** A Vert.x with the preferred transport. The options are changed. */
    public static Vertx vertx(VertxOptions options) {
        // Falls back by itself where the library is absent or does not load: never a reason not to start.
        return Vertx.vertx(options.setPreferNativeTransport(true));
    }

    /** The transport that it got, in words for a log. */
    public static String describe(Vertx vertx) {
        if (vertx.isNativeTransportEnabled()) {
            return "native";
        }
        Throwable cause = vertx.unavailableNativeTransportCause();
        return cause == null ? "NIO" : "NIO (" + cause.getClass().getSimpleName() + ")";
    }
}
