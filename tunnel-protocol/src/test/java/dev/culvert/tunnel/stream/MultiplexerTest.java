package dev.culvert.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.frame.PacketWriter;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A multiplexer against a peer that keeps to no rule. */
class MultiplexerTest extends MultiplexerFixture {
    static List<Misdeed> misdeeds() {
        return List.of(
                new Misdeed("data on a stream never opened", CloseCode.PROTOCOL_ERROR, p -> data(p, 7, 1)),
                new Misdeed("data on a stream this side never opened", CloseCode.PROTOCOL_ERROR, p -> data(p, 2, 1)),
                new Misdeed("a number of the wrong side", CloseCode.PROTOCOL_ERROR, p -> p.open(4, OPEN)),
                new Misdeed("numbers that go back", CloseCode.PROTOCOL_ERROR, p -> {
                    p.open(5, OPEN);
                    p.open(3, OPEN);
                }),
                new Misdeed("the same number twice", CloseCode.PROTOCOL_ERROR, p -> {
                    p.open(1, OPEN);
                    p.open(1, OPEN);
                }),
                new Misdeed("more data than granted", CloseCode.FLOW_CONTROL_ERROR, p -> {
                    p.open(1, OPEN);
                    data(p, 1, 32 * 1024);
                    data(p, 1, 1);
                }),
                new Misdeed("data after the end", CloseCode.PROTOCOL_ERROR, p -> {
                    p.open(1, OPEN);
                    p.end(1);
                    data(p, 1, 1);
                }),
                new Misdeed("two ends", CloseCode.PROTOCOL_ERROR, p -> {
                    p.open(1, OPEN);
                    p.end(1);
                    p.end(1);
                }),
                new Misdeed("a response to its own request", CloseCode.PROTOCOL_ERROR, p -> {
                    p.open(1, OPEN);
                    p.responseHead(1, OPEN);
                }),
                new Misdeed("data within a head", CloseCode.PROTOCOL_ERROR, p -> {
                    p.headFragment(1, Buffer.buffer("x"), false);
                    data(p, 1, 1);
                }),
                new Misdeed("a head above the limit", CloseCode.PROTOCOL_ERROR, p -> {
                    for (int i = 0; i < 33; i++) {
                        p.headFragment(1, Buffer.buffer(new byte[32 * 1024]), false);
                    }
                }),
                new Misdeed("credit beyond all bounds", CloseCode.FLOW_CONTROL_ERROR, p -> {
                    p.open(1, OPEN);
                    p.credit(1, Integer.MAX_VALUE);
                    p.credit(1, Integer.MAX_VALUE);
                }),
                new Misdeed("a second hello", CloseCode.PROTOCOL_ERROR, p -> p.hello(RawPeer.hello(List.of(1), "c1"))),
                new Misdeed("a flood of pings", CloseCode.FLOW_CONTROL_ERROR, p -> {
                    for (int i = 0; i < 5000; i++) {
                        p.ping(i);
                    }
                }),
                new Misdeed("noise", CloseCode.PROTOCOL_ERROR, p -> p.append(Buffer.buffer("GET / HTTP/1.1\r\n"))));
    }

    record Misdeed(String what, CloseCode code, Consumer<PacketWriter> frames) {
        @Override
        public String toString() {
            return what;
        }
    }

    @ParameterizedTest
    @MethodSource("misdeeds")
    void aMisdeedEndsTheCarrierWithItsName(Misdeed misdeed) {
        peer.hello();
        peer.send(misdeed.frames());
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().code()).isEqualTo(misdeed.code());
        assertThat(recorder.closed.join().byPeer()).isFalse();
        Awaitility.await().until(() -> peer.end.future().isComplete());
        assertThat(peer.received.lines.get(0)).startsWith("welcome");
        assertThat(peer.received.lines).anyMatch(line -> line.startsWith("goaway " + misdeed.code()));
        assertThat(multiplexer.size()).isZero();
        assertThat(budget.reserved()).isLessThanOrEqualTo(3 * 64 * 1024);
    }

    @Test
    void framesBeforeTheHandshakeEndTheCarrier() {
        peer.send(packet -> packet.open(1, OPEN));
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().code()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(recorder.events).isEmpty();
    }

    @Test
    void aPeerThatSaysNothingLosesTheCarrier() {
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().detail()).contains("handshake");
    }

    @Test
    void aPeerThatFallsSilentIsDeadAfterThreeIntervals() {
        peer.hello();
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().code()).isEqualTo(CloseCode.KEEPALIVE_TIMEOUT);
        assertThat(recorder.closed.join().detail()).contains("silent");
        assertThat(peer.received.lines).contains("ping 1").doesNotContain("ping 2");
    }

    @Test
    void aVersionThatIsNotKnownIsRefusedForGood() {
        peer.send(packet -> packet.hello(RawPeer.hello(List.of(2, 3), "")));
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().code()).isEqualTo(CloseCode.VERSION_MISMATCH);
        assertThat(recorder.closed.join().code().permanent()).isTrue();
        assertThat(peer.received.lines).singleElement().asString().startsWith("goaway VERSION_MISMATCH");
    }

    @Test
    void anAgentThatNamesAnotherClusterIsRefused() {
        peer.send(packet -> packet.hello(RawPeer.hello(List.of(1), "other")));
        Awaitility.await().until(() -> recorder.closed.isDone());
        assertThat(recorder.closed.join().code()).isEqualTo(CloseCode.UNAUTHORIZED);
    }

    @Test
    void aNewerPeersVersionsAndFramesAreUnderstoodAsFarAsTheyGo() {
        peer.send(packet -> packet.hello(RawPeer.hello(List.of(7, 1), "c1")));
        peer.sendBytes(Buffer.buffer(new byte[] {0x0a, 0x05, (byte) 0xa2, 0x06, 0x02, 1, 2})); // an unknown kind
        peer.send(packet -> packet.ping(42));
        Awaitility.await().until(() -> peer.received.lines.contains("pong 42"));
        assertThat(recorder.closed).isNotDone();
    }

    @Test
    void streamsAboveTheLimitAreRefusedAndTheRestGoesOn() {
        peer.hello();
        peer.send(packet -> {
            for (int id = 1; id <= 9; id += 2) {
                packet.open(id, OPEN);
            }
            data(packet, 9, 10); // Crossed the refusal on its way: ignored.
        });
        Awaitility.await().until(() -> recorder.events.size() == 3);
        Awaitility.await()
                .until(() -> peer.received.lines.stream()
                                .filter(line -> line.matches("reset [79] REFUSED .*"))
                                .count()
                        == 2);
        assertThat(recorder.closed).isNotDone();
        assertThat(recorder.events).containsExactly("open 1", "open 3", "open 5");
    }

    @Test
    void aGoodbyeIsNotFollowedByAHandshake() throws Exception {
        peer.send(packet -> {
            packet.goAway(CloseCode.INTERNAL_ERROR, "bye", Duration.ZERO);
            packet.hello(RawPeer.hello(List.of(1), "c1"));
        });
        assertThat(recorder.closed.get(60, TimeUnit.SECONDS).code()).isEqualTo(CloseCode.INTERNAL_ERROR);
        assertThat(recorder.ready).isNotDone();
        assertThat(peer.received.lines).isEmpty();
    }

    @Test
    void aSmallStreamOvertakesBulkAndBulkStreamsShareEvenly() throws Exception {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        int bulkBytes = 60 * 1024;
        CompletableFuture<Integer> small = new CompletableFuture<>();
        onMultiplexer(() -> {
            TunnelStream first = multiplexer.open(Buffer.buffer("1"), false, recorder.listener(1));
            TunnelStream second = multiplexer.open(Buffer.buffer("2"), false, recorder.listener(2));
            first.write(Buffer.buffer(new byte[bulkBytes]));
            second.write(Buffer.buffer(new byte[bulkBytes]));
            TunnelStream third = multiplexer.open(Buffer.buffer("3"), false, recorder.listener(3));
            third.write(Buffer.buffer("small"));
            third.end();
            small.complete(third.id());
        });
        int id = small.get(60, TimeUnit.SECONDS);
        Awaitility.await().until(() -> bytesOf(2) == bulkBytes && bytesOf(4) == bulkBytes);
        List<String> order = peer.received.lines;
        int smallEnd = order.indexOf("end " + id);
        long bulkBefore = order.subList(0, smallEnd).stream()
                .filter(line -> line.startsWith("data 2 ") || line.startsWith("data 4 "))
                .count();
        assertThat(bulkBefore)
                .as("bulk frames before the small stream was through")
                .isLessThanOrEqualTo(2);
        List<String> turns = order.stream()
                .filter(line -> line.startsWith("data 2 ") || line.startsWith("data 4 "))
                .map(line -> line.substring(5, 6))
                .toList();
        assertThat(turns.subList(0, 6)).containsExactly("2", "4", "2", "4", "2", "4");
    }

    @Test
    void bulkGoesOnBesideSmallStreamsThatFillTheLine() {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        int small = 24;
        onMultiplexer(() -> {
            multiplexer.open(OPEN, false, recorder.listener(1)).write(Buffer.buffer(new byte[60 * 1024]));
            for (int i = 0; i < small; i++) {
                TunnelStream stream = multiplexer.open(OPEN, false, recorder.listener(2));
                stream.write(Buffer.buffer(new byte[30 * 1024]));
                stream.end();
            }
        });
        Awaitility.await()
                .until(() -> bytesOf(2) == 60 * 1024
                        && List.copyOf(peer.received.lines).stream()
                                        .filter(line -> line.startsWith("end "))
                                        .count()
                                == small);
        List<String> order = List.copyOf(peer.received.lines);
        assertThat(order.lastIndexOf("end " + 2 * (small + 1)))
                .as("the last small stream's end, behind all of the bulk")
                .isGreaterThan(lastData(order, 2));
    }

    @Test
    void aSenderStopsAtTheCreditItWasGranted() throws Exception {
        peer.hello();
        Awaitility.await().until(() -> recorder.ready.isDone());
        onMultiplexer(() -> {
            TunnelStream stream = multiplexer.open(Buffer.buffer("1"), false, recorder.listener(1));
            stream.write(Buffer.buffer(new byte[1 << 20]));
        });
        int granted = RawPeer.LIMITS.streamCreditBytes();
        Awaitility.await().until(() -> bytesOf(2) == granted);
        peer.send(packet -> packet.ping(1));
        Awaitility.await().until(() -> peer.received.lines.contains("pong 1"));
        assertThat(bytesOf(2)).isEqualTo(granted);
        peer.send(packet -> packet.credit(2, 1000));
        Awaitility.await().until(() -> bytesOf(2) == granted + 1000);
    }

    @Test
    void aReadStreamGetsItsCreditBackAndAStalledOneDoesNot() {
        peer.hello();
        peer.send(packet -> {
            packet.open(1, OPEN);
            packet.open(3, OPEN);
            data(packet, 1, 20_000);
            data(packet, 3, 20_000);
        });
        Awaitility.await().until(() -> recorder.streams.size() == 2);
        onMultiplexer(() -> recorder.streams.element().consumed(20_000));
        Awaitility.await().until(() -> peer.received.lines.contains("credit 1 20000"));
        assertThat(peer.received.lines).noneMatch(line -> line.startsWith("credit 3"));
    }

    private static int lastData(List<String> lines, int stream) {
        int last = lines.size() - 1;
        while (!lines.get(last).startsWith("data " + stream + " ")) {
            last--;
        }
        return last;
    }
}
