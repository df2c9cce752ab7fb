package dev.culvert.tunnel.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundBytesTest {
    private final Budget budget = new Budget(1000);
    private final List<Buffer> sent = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final OutboundBytes out = new OutboundBytes(sent::add, () -> {}, budget);

    @Test
    void aWriterGoesOnWhenHalfOfItsQueueIsGone() {
        out.setWriteQueueMaxSize(100);
        out.drainHandler(v -> events.add("drain"));
        out.write(Buffer.buffer(new byte[100]));
        assertThat(out.writeQueueFull()).isTrue();
        out.written(49);
        assertThat(out.writeQueueFull()).isTrue();
        out.written(1);
        assertThat(out.writeQueueFull()).isFalse();
        assertThat(events).containsExactly("drain");
    }

    @Test
    void aWriterWaitsUntilNothingIsLeftOfItsQueueWhileMemoryIsScarce() {
        out.drainHandler(v -> events.add("drain"));
        budget.take(500);
        out.write(Buffer.buffer(new byte[10]));
        assertThat(out.writeQueueFull()).isTrue();
        out.written(9);
        assertThat(out.writeQueueFull()).isTrue();
        out.written(1);
        assertThat(out.writeQueueFull()).isFalse();
        assertThat(events).containsExactly("drain");
    }

    @Test
    void aWriterGoesOnAsUsualWhenMemoryIsThereAgain() {
        budget.take(1000);
        out.write(Buffer.buffer(new byte[10]));
        budget.release(600);
        out.written(1);
        assertThat(out.writeQueueFull()).isFalse();
        assertThat(sent).hasSize(1);
    }
}
