package dev.culvert.tunnel.exchange;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits in tests, never for ever. */
final class Waiting {
    private static final long SECONDS = 60;

    private Waiting() {}

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("still waiting after " + SECONDS + " s", e);
        }
    }

    static Throwable awaitFailure(Future<?> future) {
        return await(future.transform(result -> result.failed()
                ? Future.succeededFuture(result.cause())
                : Future.failedFuture(new AssertionError("did not fail"))));
    }

    /** Runs on the context and returns what came out. */
    static <T> T on(Context context, Callable<T> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> {
            try {
                done.complete(action.call());
            } catch (Exception | AssertionError e) {
                done.fail(e);
            }
        });
        return await(done.future());
    }

    static void run(Context context, Runnable action) {
        on(context, () -> {
            action.run();
            return "";
        });
    }
}
