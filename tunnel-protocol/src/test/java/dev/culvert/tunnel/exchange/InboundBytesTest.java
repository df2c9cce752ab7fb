package dev.culvert.tunnel.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the reader of a direction is told, and when. */
class InboundBytesTest {
    private final StreamResetException reset = new StreamResetException(ResetCode.CANCELLED, "gone");

    private final List<String> told = new ArrayList<>();
    private final InboundBytes in = new InboundBytes(bytes -> {});

    @BeforeEach
    void read() {
        in.exceptionHandler(failure -> told.add("failure"));
        in.endHandler(end -> told.add("end"));
        in.handler(bytes -> told.add(bytes.toString()));
    }

    @Test
    void smallBuffersThatWaitArePutTogetherAndLargeOnesAreNot() {
        List<Integer> returned = new ArrayList<>();
        InboundBytes waiting = new InboundBytes(returned::add);
        Buffer large = Buffer.buffer(new byte[2000]);
        waiting.deliver(Buffer.buffer("a"));
        waiting.deliver(Buffer.buffer("b"));
        waiting.deliver(Buffer.buffer("c"));
        waiting.deliver(large);
        waiting.deliver(Buffer.buffer("d"));
        waiting.deliver(Buffer.buffer("e"));
        List<Buffer> read = new ArrayList<>();
        waiting.handler(read::add);
        waiting.deliver(Buffer.buffer("f"));
        assertThat(read)
                .containsExactly(
                        Buffer.buffer("a"), Buffer.buffer("bc"), large, Buffer.buffer("de"), Buffer.buffer("f"));
        assertThat(returned).containsExactly(1, 2, 2000, 2, 1);
    }

    @Test
    void whatWaitsKeepsNothingElseOfItsPacketAndWhatDoesNotIsNotCopied() {
        Buffer packet = Buffer.buffer(new byte[64 << 10]);
        List<Buffer> read = new ArrayList<>();
        InboundBytes waiting = new InboundBytes(bytes -> {});
        waiting.handler(read::add);
        waiting.deliver(packet.slice(0, 16 << 10));
        waiting.pause();
        waiting.deliver(packet.slice(16 << 10, 32 << 10));
        waiting.deliver(packet.slice(32 << 10, 64 << 10));
        packet.setByte(0, (byte) 1).setByte(16 << 10, (byte) 2).setByte(32 << 10, (byte) 3);
        waiting.resume();

        assertThat(read).extracting(Buffer::length).containsExactly(16 << 10, 16 << 10, 32 << 10);
        assertThat(read).extracting(bytes -> (int) bytes.getByte(0)).containsExactly(1, 0, 0);
    }

    @Test
    void whatIsAbandonedBeforeItsEndWasToldIsBrokenAtOnce() {
        in.pause();
        in.deliver(Buffer.buffer("rest"));
        in.end();

        in.abandon(reset);

        assertThat(told).containsExactly("failure");
        in.resume();
        assertThat(told).containsExactly("failure");
    }

    @Test
    void whatHasEndedIsNotBrokenAfterwards() {
        in.deliver(Buffer.buffer("all"));
        in.end();

        in.abandon(reset);

        assertThat(told).containsExactly("all", "end");
    }

    @Test
    void resetThatComesBehindTheEndDoesNotTakeWhatWaits() {
        in.pause();
        in.deliver(Buffer.buffer("rest"));
        in.end();
        in.fail(reset);

        in.resume();

        assertThat(told).containsExactly("rest", "end");
    }
}
