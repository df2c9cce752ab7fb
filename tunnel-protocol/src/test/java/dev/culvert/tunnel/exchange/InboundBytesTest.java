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
