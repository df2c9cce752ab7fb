package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that come in on an exchange. Belongs to the exchange's context. What waits here is bounded by the stream's window,
 * since credit returns only as buffers are handed on; small buffers that wait are put together, since each costs far more than
 * its bytes.
 */
@NullUnmarked
final class InboundBytes implements ReadStream<Buffer> {
    /** Bytes below which a buffer is put together with others, and of what comes of it. */
    private static final int SMALL_BYTES = 1024;

    private static final int GATHERED_BYTES = 16 * 1024;

    private final IntConsumer consumed;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    /** The last that waits, if it was put together here. */
    private @Nullable Buffer gathered;

    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private long demand = Long.MAX_VALUE;
    private boolean emitting;
    private boolean ended;
    private @Nullable StreamResetException failure;
    private boolean told;

    /**
     * @param consumed is told of bytes that were handed on
     */
    InboundBytes(IntConsumer consumed) {
        this.consumed = consumed;
    }

    @Override
    public InboundBytes handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        emit();
        return this;
    }

    @Override
    public InboundBytes endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        emit();
        return this;
    }

    @Override
    public InboundBytes exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        emit();
        return this;
    }

    @Override
    public InboundBytes pause() {
        demand = 0;
        return this;
    }

    @Override
    public InboundBytes resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public InboundBytes fetch(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("fetch of " + amount);
        }
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        emit();
        return this;
    }

    void deliver(Buffer data) {
        if (told) {
            return;
        }
        boolean waits = demand == 0 || handler == null || emitting || !waiting.isEmpty();
        if (waiting.isEmpty() || data.length() >= SMALL_BYTES) {
            // A part of a packet would keep the whole, with what other streams had there, for as long as this reader
            // likes.
            waiting.add(waits ? data.copy() : data);
            gathered = null;
        } else {
            gather(data);
        }
        emit();
    }

    private void gather(Buffer data) {
        Buffer last = gathered;
        if (last == null || last.length() + data.length() > GATHERED_BYTES) {
            last = Buffer.buffer(2 * SMALL_BYTES);
            gathered = last;
            waiting.add(last);
        }
        last.appendBuffer(data);
    }

    void end() {
        if (failure == null) {
            ended = true;
            emit();
        }
    }

    /** Breaks the direction, behind what waits; nothing happens where it has ended. */
    void fail(StreamResetException reset) {
        if (!ended && failure == null) {
            failure = reset;
            emit();
        }
    }

    /** Breaks the direction now: what waits is dropped, its end included, so that the rest is not taken for the whole. */
    void abandon(StreamResetException reset) {
        waiting.clear();
        if (!told) {
            ended = false;
        }
        fail(reset);
    }

    private void emit() {
        if (emitting) {
            return;
        }
        emitting = true;
        try {
            while (demand > 0 && handler != null && !waiting.isEmpty()) {
                Buffer next = waiting.remove();
                if (waiting.isEmpty()) {
                    gathered = null;
                }
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                consumed.accept(next.length());
                handler.handle(next);
            }
        } finally {
            emitting = false;
        }
        if (waiting.isEmpty() && !told) {
            tell();
        }
    }

    /** The end waits for a handler and for demand, as the bytes do; a failure waits for its handler alone. */
    private void tell() {
        if (failure != null && exceptionHandler != null) {
            told = true;
            exceptionHandler.handle(failure);
        } else if (ended && demand > 0 && endHandler != null) {
            told = true;
            endHandler.handle(null);
        }
    }
}
