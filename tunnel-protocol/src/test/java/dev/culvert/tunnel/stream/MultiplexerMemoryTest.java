package dev.culvert.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a peer can make this side keep. */
class MultiplexerMemoryTest extends MultiplexerFixture {
    @Test
    void headsThatAreHereInPartCountAgainstTheMemoryBudget() {
        peer.hello();
        peer.send(packet -> {
            for (int i = 0; i < 10; i++) {
                packet.headFragment(1, Buffer.buffer(new byte[32 * 1024]), false);
            }
        });
        Awaitility.await().until(() -> budget.reserved() == 32 * 1024 + 10 * 32 * 1024);
        peer.send(packet -> packet.reset(1, ResetCode.CANCELLED, "enough"));
        Awaitility.await().until(() -> budget.reserved() == 0);
    }

    @Test
    void streamsBeyondTheMemoryBudgetAreRefused() {
        assertThat(budget.reserve((1 << 21) - 40 * 1024)).isTrue();
        peer.hello();
        peer.send(packet -> {
            packet.open(1, OPEN);
            packet.open(3, OPEN);
        });
        Awaitility.await()
                .until(() -> peer.received.lines.stream().anyMatch(line -> line.startsWith("reset 3 REFUSED")));
        assertThat(recorder.events).containsExactly("open 1");
    }

    @Test
    void whatWaitsToBeSentCountsAgainstTheMemoryBudget() {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        int unsent = (1 << 20) - RawPeer.LIMITS.streamCreditBytes();
        Queue<TunnelStream> opened = new ConcurrentLinkedQueue<>();
        onMultiplexer(() -> {
            TunnelStream stream = multiplexer.open(Buffer.buffer("1"), false, recorder.listener(1));
            stream.write(Buffer.buffer(new byte[1 << 20]));
            opened.add(stream);
        });
        Awaitility.await().until(() -> budget.reserved() == 32 * 1024 + unsent);
        onMultiplexer(() -> opened.element().reset(ResetCode.CANCELLED, "enough"));
        Awaitility.await().until(() -> budget.reserved() == 0);
    }

    @Test
    @Tag(DEAF)
    void streamsThatEndWhileThePeerTakesNothingLeaveNothingBehind() {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        Queue<WeakReference<TunnelStream>> ended = new ConcurrentLinkedQueue<>();
        onMultiplexer(() -> multiplexer.open(Buffer.buffer(new byte[1 << 20]), false, recorder.listener(1)));
        for (int i = 0; i < 1000; i++) {
            onMultiplexer(() -> {
                TunnelStream stream = multiplexer.open(OPEN, false, recorder.listener(2));
                ended.add(new WeakReference<>(stream));
                stream.reset(ResetCode.CANCELLED, "enough");
            });
        }
        Awaitility.await().until(() -> ended.size() == 1000);
        Awaitility.await().until(() -> {
            System.gc();
            return ended.stream().allMatch(stream -> stream.get() == null);
        });
        assertThat(multiplexer.size()).isEqualTo(1);
        assertThat(recorder.closed).isNotDone();
    }

    @Test
    @Tag(DEAF)
    void aPeerThatMakesThisSideAnswerAndTakesNothingLosesTheCarrier() {
        recorder.refusal = "x".repeat(256);
        peer.hello();
        for (int id = 1; id <= 2 * 20_000; id += 2) {
            int number = id;
            peer.send(packet -> packet.open(number, OPEN));
        }
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().code()).isEqualTo(CloseCode.FLOW_CONTROL_ERROR);
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void aRequestThatHasEndedHoldsNoMemoryWhileItsAnswerGoesOn() {
        peer.hello();
        peer.send(packet -> {
            packet.open(1, OPEN);
            data(packet, 1, 1000);
            packet.end(1);
        });
        Awaitility.await().until(() -> recorder.events.contains("end 1"));
        assertThat(budget.reserved()).isEqualTo(32 * 1024);
        onMultiplexer(() -> recorder.streams.element().consumed(1000));
        Awaitility.await().until(() -> budget.reserved() == 0);
        assertThat(multiplexer.size()).isEqualTo(1);
    }

    @Test
    void aByteThatWaitsDoesNotKeepALargePacket() {
        peer.hello();
        byte[] filler = new byte[100_000];
        Buffer packet = Buffer.buffer();
        packet.appendBytes(new byte[] {0x0a, 0x04, 0x08, 0x01, 0x3a, 0x00}); // Open of stream 1.
        packet.appendBytes(new byte[] {0x0a, 0x05, 0x08, 0x01, 0x52, 0x01, 'x'}); // One byte of data.
        packet.appendBytes(
                new byte[] {(byte) 0xfa, 0x01, (byte) 0xa0, (byte) 0x8d, 0x06}); // A field that nobody knows.
        packet.appendBytes(filler);
        peer.sendBytes(packet);
        Awaitility.await().until(() -> recorder.received.size() == 1);
        Arrays.fill(filler, (byte) 'y');
        for (int i = 0; i < packet.length(); i++) {
            packet.setByte(i, (byte) 'y');
        }
        assertThat(recorder.received.element()).hasToString("x");
    }

    @Test
    void aHeadThatThePeerWouldNotTakeBreaksItsStreamAlone() {
        peer.hello();
        peer.send(packet -> {
            packet.open(1, OPEN);
            packet.open(3, OPEN);
        });
        Awaitility.await().until(() -> recorder.streams.size() == 2);
        onMultiplexer(() -> {
            recorder.streams.element().sendHead(Buffer.buffer(new byte[RawPeer.LIMITS.maxHeadBytes() + 1]));
        });
        Awaitility.await().until(() -> recorder.events.contains("reset 1 UPSTREAM_INVALID perhaps executed"));
        Awaitility.await().until(() -> peer.received.lines.stream()
                .anyMatch(line -> line.startsWith("reset 1 UPSTREAM_INVALID")));
        assertThat(peer.received.lines).noneMatch(line -> line.startsWith("fragment") || line.startsWith("head"));
        assertThat(multiplexer.size()).isEqualTo(1);
        assertThat(recorder.closed).isNotDone();
    }

    @Test
    void moreRefusalsThanStreamsAreNoMisdeed() {
        peer.hello();
        peer.send(packet -> {
            for (int id = 1; id <= 2 * 6000; id += 2) {
                packet.open(id, OPEN);
            }
        });
        Awaitility.await()
                .until(() -> peer.received.lines.stream()
                                .filter(line -> line.matches("reset .* REFUSED .*"))
                                .count()
                        == 6000 - 3);
        assertThat(recorder.closed).isNotDone();
    }
}
