package dev.culvert.gateway.relay;

import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Moves bytes from one stream to another as fast as the slower one goes, each buffer as soon as it is there. Leaves it to its
 * owner to end the target, since what that means differs. Runs on the event loop of both streams.
 */
final class Pump {
    private final ReadStream<Buffer> from;
    private final WriteStream<Buffer> to;
    private final OptionalLong length;
    private final Consumer<Buffer> each;
    private final Promise<Void> done = Promise.promise();
    private long moved;
    private Future<Void> lastWrite = Future.succeededFuture();
    private boolean stopped;
    private boolean ended;

    private Pump(ReadStream<Buffer> from, WriteStream<Buffer> to, OptionalLong length, Consumer<Buffer> each) {
        this.each = each;
        this.from = from;
        this.to = to;
        this.length = length;
    }

    /**
     * Starts, and resumes {@code from}. Completes at its clean end, when the last byte was written; fails with what broke it, or with what made a write fail.
     * After a failed write what still comes is thrown away, so that nothing gathers before a target that takes nothing.
     */
    static Future<Void> start(ReadStream<Buffer> from, WriteStream<Buffer> to) {
        return start(from, to, OptionalLong.empty(), moved -> {});
    }

    /**
     * The same.
     *
     * @param each is shown each piece before it is written
     */
    static Future<Void> start(ReadStream<Buffer> from, WriteStream<Buffer> to, Consumer<Buffer> each) {
        return start(from, to, OptionalLong.empty(), each);
    }

    /**
     * The same for a body of a length that was announced. Fails at the first piece that goes beyond it, of which nothing is
     * written, and at an end that comes before it: behind a body of another length than announced, everything on the
     * connection would be taken for something else.
     */
    static Future<Void> start(ReadStream<Buffer> from, WriteStream<Buffer> to, OptionalLong length) {
        return start(from, to, length, moved -> {});
    }

    private static Future<Void> start(
            ReadStream<Buffer> from, WriteStream<Buffer> to, OptionalLong length, Consumer<Buffer> each) {
        Pump pump = new Pump(from, to, length, each);
        from.exceptionHandler(pump::stop);
        from.endHandler(end -> pump.end());
        from.handler(pump::move);
        from.resume();
        return pump.done.future();
    }

    private void move(Buffer bytes) {
        if (stopped) {
            return;
        }
        moved += bytes.length();
        if (length.isPresent() && moved > length.getAsLong()) {
            stop(new StreamResetException(ResetCode.UPSTREAM_INVALID, "the body is longer than announced"));
            return;
        }
        each.accept(bytes);
        lastWrite = to.write(bytes);
        lastWrite.onFailure(this::stop);
        // Asked again after the write: a failed one makes some streams refuse the question.
        if (!stopped && to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> resume());
        }
    }

    private void end() {
        ended = true;
        if (length.isPresent() && moved < length.getAsLong()) {
            stop(new StreamResetException(ResetCode.UPSTREAM_INVALID, "the body is shorter than announced"));
            return;
        }
        lastWrite.onSuccess(written -> done.tryComplete());
    }

    private void stop(Throwable cause) {
        if (!stopped) {
            stopped = true;
            done.tryFail(cause);
            resume();
        }
    }

    /** A request over HTTP/2 that has ended throws at this. */
    private void resume() {
        if (!ended) {
            from.resume();
        }
    }
}
