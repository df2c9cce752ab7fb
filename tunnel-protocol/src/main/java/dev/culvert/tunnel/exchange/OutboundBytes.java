package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that go out on an exchange. Belongs to the exchange's context. Full when much of this exchange waits, or anything
 * at all while the memory for all streams is scarce.
 */
@NullUnmarked
final class OutboundBytes implements WriteStream<Buffer> {
    private static final int DEFAULT_QUEUE_BYTES = 128 * 1024;

    private record Pending(long upTo, Promise<Void> written) {}

    private final Consumer<Buffer> write;
    private final Runnable end;
    private final Budget budget;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private Handler<Throwable> exceptionHandler;
    private Handler<Void> drainHandler;
    private int queueBytes = DEFAULT_QUEUE_BYTES;
    private long queued;
    private long written;
    private boolean full;
    private boolean ended;
    private @Nullable StreamResetException failure;

    OutboundBytes(Consumer<Buffer> write, Runnable end, Budget budget) {
        this.write = write;
        this.end = end;
        this.budget = budget;
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        if (ended) {
            return Future.failedFuture(new IllegalStateException("written after the end"));
        }
        if (data.length() == 0) {
            return Future.succeededFuture();
        }
        queued += data.length();
        full = queued - written >= queueBytes || budget.isScarce();
        Promise<Void> promise = Promise.promise();
        pending.add(new Pending(queued, promise));
        write.accept(data);
        return promise.future();
    }

    @Override
    public Future<Void> end() {
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        if (!ended) {
            ended = true;
            end.run();
        }
        return Future.succeededFuture();
    }

    @Override
    public OutboundBytes setWriteQueueMaxSize(int maxSize) {
        queueBytes = maxSize;
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return full && failure == null;
    }

    @Override
    public OutboundBytes drainHandler(Handler<Void> handler) {
        drainHandler = handler;
        return this;
    }

    @Override
    public OutboundBytes exceptionHandler(Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    boolean isEnded() {
        return ended;
    }

    /** The carrier took bytes. */
    void written(int bytes) {
        written += bytes;
        while (!pending.isEmpty() && pending.element().upTo <= written) {
            pending.remove().written.tryComplete();
        }
        if (full && failure == null && queued - written <= resumeAt()) {
            full = false;
            if (drainHandler != null) {
                drainHandler.handle(null);
            }
        }
    }

    /** What may still wait when the writer goes on: something is left that will be written, and so this is looked at again. */
    private int resumeAt() {
        return budget.isScarce() ? 0 : queueBytes / 2;
    }

    /** The direction broke. What is pending fails. */
    void fail(StreamResetException reset) {
        if (failure != null) {
            return;
        }
        failure = reset;
        while (!pending.isEmpty()) {
            pending.remove().written.tryFail(reset);
        }
        if (exceptionHandler != null) {
            exceptionHandler.handle(reset);
        }
        if (full && drainHandler != null) {
            full = false;
            drainHandler.handle(null);
        }
    }
}
