package dev.culvert.tunnel.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a stream to its end. Made on the stream's context. */
final class Collected {
    final Buffer bytes = Buffer.buffer();
    final AtomicLong count = new AtomicLong();
    private final Promise<Buffer> end = Promise.promise();

    Collected(ReadStream<Buffer> in) {
        in.exceptionHandler(end::tryFail);
        in.endHandler(v -> end.tryComplete(bytes));
        in.handler(data -> {
            bytes.appendBuffer(data);
            count.addAndGet(data.length());
        });
    }

    /** All bytes, when the stream ended cleanly; fails when it broke. */
    Future<Buffer> end() {
        return end.future();
    }
}
