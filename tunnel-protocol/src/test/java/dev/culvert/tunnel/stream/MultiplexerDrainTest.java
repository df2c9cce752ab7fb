package dev.culvert.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.failure.CloseCode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MultiplexerDrainTest extends MultiplexerFixture {
    private static final String DRAIN_PING = "ping " + Long.MAX_VALUE;

    @Test
    void anOpenThatCrossesTheGoodbyeIsRefusedByName() {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        onMultiplexer(() -> multiplexer.drain(Duration.ofMinutes(5), "bye"));
        Awaitility.await().until(() -> peer.received.lines.contains(DRAIN_PING));
        assertThat(recorder.closed).isNotDone();
        peer.send(packet -> {
            packet.open(1, OPEN);
            packet.pong(Long.MAX_VALUE);
        });
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().code()).isEqualTo(CloseCode.DRAIN);
        Awaitility.await().until(() -> peer.end.future().isComplete());
        List<String> lines = List.copyOf(peer.received.lines);
        assertThat(lines.subList(lines.indexOf(DRAIN_PING) - 1, lines.size()))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("goaway DRAIN"),
                        line -> assertThat(line).isEqualTo(DRAIN_PING),
                        line -> assertThat(line).startsWith("reset 1 REFUSED"));
        assertThat(recorder.events).isEmpty();
    }

    @Test
    @Tag(DEAF)
    void whatAPeerThatDrainsHasNotHeardOfWasNotExecuted() {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        onMultiplexer(() -> {
            multiplexer.open(Buffer.buffer(new byte[1 << 20]), true, recorder.listener(1));
            multiplexer.context().runOnContext(v -> multiplexer.open(OPEN, true, recorder.listener(2)));
        });
        peer.send(packet -> packet.goAway(CloseCode.DRAIN, "bye", Duration.ofMinutes(5)));
        Awaitility.await().until(() -> !recorder.events.isEmpty());
        assertThat(recorder.events).containsExactly("reset 2 REFUSED");
        assertThat(multiplexer.size()).isEqualTo(1);
    }

    @Test
    void aPeerThatDrainsAndStaysIsLeft() {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        onMultiplexer(() -> multiplexer.open(OPEN, true, recorder.listener(1)));
        peer.send(packet -> packet.goAway(CloseCode.DRAIN, "bye", Duration.ZERO));
        vertx.setPeriodic(200, id -> peer.send(packet -> packet.ping(id)));
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().byPeer()).isFalse();
        assertThat(recorder.closed.join().code()).isEqualTo(CloseCode.DRAIN);
    }

    @Test
    void aCarrierWithoutNumbersMakesRoomForAnother() {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        onMultiplexer(() -> {
            multiplexer.table().startAt(Integer.MAX_VALUE - 5);
            multiplexer.open(OPEN, true, recorder.listener(1));
            multiplexer.open(OPEN, true, recorder.listener(2));
        });
        Awaitility.await().until(() -> peer.received.lines.contains(DRAIN_PING));
        peer.send(packet -> packet.pong(Long.MAX_VALUE));
        assertThat(peer.received.lines).anyMatch(line -> line.startsWith("goaway DRAIN"));
        Awaitility.await()
                .until(() -> peer.received.lines.stream()
                                .filter(line -> line.startsWith("open"))
                                .count()
                        == 2);
        assertThat(multiplexer.canOpen()).isFalse();
        assertThat(recorder.closed).as("two streams are open").isNotDone();
    }
}
