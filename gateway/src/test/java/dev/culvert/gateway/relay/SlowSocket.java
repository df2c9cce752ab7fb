package dev.culvert.gateway.relay;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullUnmarked;

/** A caller's connection that is full from its first bytes on, until it is told to go on. */
@NullUnmarked
final class SlowSocket {
    /** What was done to it, in order. */
    final List<String> events = new CopyOnWriteArrayList<>();

    final Buffer written = Buffer.buffer();

    private Handler<Buffer> handler;
    private Handler<Void> drainHandler;
    private boolean full = true;

    NetSocket asNetSocket() {
        return (NetSocket) Proxy.newProxyInstance(
                SlowSocket.class.getClassLoader(), new Class<?>[] {NetSocket.class}, this::invoke);
    }

    /** Bytes of the caller's come in. */
    Void callerSends(String bytes) {
        handler.handle(Buffer.buffer(bytes));
        return null;
    }

    /** The caller reads from now on. */
    Void goOn() {
        full = false;
        drainHandler.handle(null);
        return null;
    }

    @SuppressWarnings("unchecked")
    private Object invoke(Object proxy, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "handler" -> handler = (Handler<Buffer>) arguments[0];
            case "drainHandler" -> drainHandler = (Handler<Void>) arguments[0];
            case "endHandler", "exceptionHandler", "closeHandler", "pause", "resume" -> {}
            case "writeQueueFull" -> {
                return full;
            }
            case "write" -> {
                events.add("write");
                written.appendBuffer((Buffer) arguments[0]);
                return Future.succeededFuture();
            }
            case "end", "close" -> {
                events.add(method.getName());
                return Future.succeededFuture();
            }
            default -> throw new UnsupportedOperationException(method.getName());
        }
        return proxy;
    }
}
