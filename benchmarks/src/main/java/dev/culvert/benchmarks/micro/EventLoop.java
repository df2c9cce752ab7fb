package dev.culvert.benchmarks.micro;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One event loop of its own, and the way onto it from JMH's threads. */
final class EventLoop implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();

    Context context() {
        return context;
    }

    /**
     * Runs the action on the loop and waits until it has completed what it was given.
     *
     * @throws IllegalStateException when it fails, or is not done within a minute
     */
    <T> T await(Consumer<CompletableFuture<T>> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                action.accept(done);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return get(done);
    }

    @Override
    public void close() {
        get(vertx.close().toCompletionStage().toCompletableFuture());
    }

    private static <T> T get(CompletableFuture<T> done) {
        try {
            return done.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the event loop did not do it", e);
        }
    }
}
