package dev.culvert.tunnel.transport;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * For clients that are asked from any thread. A step that is added to a future which has completed runs at once, on the thread
 * that adds it: then an answer may come on the event loop before that thread has given it handlers, and its body is lost.
 */
public final class OnEventLoop {
    private OnEventLoop() {}

    /**
     * Does it on this thread's event loop, or on one of Vert.x's, and everything that it adds there, too.
     *
     * @return the same; fails with what {@code action} throws
     */
    public static <T> Future<T> call(Vertx vertx, Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(go ->
                        Future.succeededFuture().compose(begun -> action.get()).onComplete(done));
        return done.future();
    }
}
