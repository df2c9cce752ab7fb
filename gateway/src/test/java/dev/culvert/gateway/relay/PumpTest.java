package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

class PumpTest {
    private final Source source = new Source();
    private final Target target = new Target();
    private final Future<Void> done = Pump.start(source, target);

    @Test
    void sourceThatHasEndedIsLeftAloneWhereItsLastWriteFails() {
        source.handler.handle(Buffer.buffer("last"));
        source.endHandler.handle(null);
        assertThat(done.isComplete()).isFalse();

        target.write.fail("broken");

        assertThat(done.failed()).isTrue();
        assertThat(source.resumed).isOne();
    }

    @Test
    void sourceThatGoesOnIsReadToItsEndWhereAWriteFails() {
        target.full = true;
        source.handler.handle(Buffer.buffer("first"));
        assertThat(source.paused).isOne();

        target.write.fail("broken");
        source.handler.handle(Buffer.buffer("second"));

        assertThat(done.failed()).isTrue();
        assertThat(source.resumed).isEqualTo(2);
        assertThat(source.paused).isOne();
        assertThat(target.written).hasToString("first");
    }

    /** As strict as a request over HTTP/2. */
    @NullUnmarked
    private static final class Source implements ReadStream<Buffer> {
        private Handler<Buffer> handler;
        private Handler<Void> endHandler;
        private boolean ended;
        private int paused;
        private int resumed;

        @Override
        public Source handler(Handler<Buffer> newHandler) {
            handler = newHandler;
            return this;
        }

        @Override
        public Source endHandler(Handler<Void> newHandler) {
            endHandler = end -> {
                ended = true;
                newHandler.handle(null);
            };
            return this;
        }

        @Override
        public Source exceptionHandler(Handler<Throwable> newHandler) {
            return this;
        }

        @Override
        public Source pause() {
            requireNotEnded();
            paused++;
            return this;
        }

        @Override
        public Source resume() {
            return fetch(Long.MAX_VALUE);
        }

        @Override
        public Source fetch(long amount) {
            resumed++;
            requireNotEnded();
            return this;
        }

        private void requireNotEnded() {
            if (ended) {
                throw new IllegalStateException("has already been read");
            }
        }
    }

    @NullUnmarked
    private static final class Target implements WriteStream<Buffer> {
        private final Promise<Void> write = Promise.promise();
        private final Buffer written = Buffer.buffer();
        private boolean full;

        @Override
        public Future<Void> write(Buffer data) {
            written.appendBuffer(data);
            return write.future();
        }

        @Override
        public Future<Void> end() {
            throw new AssertionError("the target is its owner's to end");
        }

        @Override
        public Target exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Target setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return full;
        }

        @Override
        public Target drainHandler(Handler<Void> handler) {
            return this;
        }
    }
}
