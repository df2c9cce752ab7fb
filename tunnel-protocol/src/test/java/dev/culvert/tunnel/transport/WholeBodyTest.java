package dev.culvert.tunnel.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WholeBodyTest {
    private final Source source = new Source();

    @Test
    void isReadToItsEnd() {
        Future<Buffer> body = WholeBody.read(source, 10);
        assertThat(source.resumed).isTrue();
        source.give("12345");
        source.give("67890");
        assertThat(body.isComplete()).isFalse();
        source.end();
        assertThat(body.result().toString()).isEqualTo("1234567890");
    }

    @Test
    void mayBeEmpty() {
        Future<Buffer> body = WholeBody.read(source, 0);
        source.end();
        assertThat(body.result().length()).isZero();
    }

    @Test
    void oneByteTooManyIsTooMuchAndWhatFollowsIsThrownAway() {
        Future<Buffer> body = WholeBody.read(source, 10);
        source.give("123456789");
        source.give("0!");
        assertThat(body.cause()).isInstanceOf(WholeBody.TooLongException.class).hasMessage("more than 10 bytes");
        source.give("3");
        source.fail(new IOException("late"));
        source.end();
        assertThat(body.cause()).isInstanceOf(WholeBody.TooLongException.class);
    }

    @Test
    void aBrokenStreamIsNoBody() {
        IOException broken = new IOException("broken");
        Future<Buffer> body = WholeBody.read(source, 10);
        source.give("12345");
        source.fail(broken);
        source.end();
        assertThat(body.cause()).isSameAs(broken);
    }

    private static final class Source implements ReadStream<Buffer> {
        private Handler<Buffer> bytes = ignored -> {};
        private Handler<Void> end = ignored -> {};
        private Handler<Throwable> failure = ignored -> {};
        private boolean resumed;

        void give(String text) {
            bytes.handle(Buffer.buffer(text));
        }

        void end() {
            end.handle(null);
        }

        void fail(Throwable cause) {
            failure.handle(cause);
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            failure = handler == null ? ignored -> {} : handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
            bytes = handler == null ? ignored -> {} : handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
            end = handler == null ? ignored -> {} : handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            resumed = true;
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            return this;
        }
    }
}
