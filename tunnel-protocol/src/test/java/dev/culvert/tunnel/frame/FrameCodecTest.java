package dev.culvert.tunnel.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.v1.End;
import dev.culvert.tunnel.v1.Frame;
import dev.culvert.tunnel.v1.GoAway;
import dev.culvert.tunnel.v1.HeadFragment;
import dev.culvert.tunnel.v1.Open;
import dev.culvert.tunnel.v1.Packet;
import dev.culvert.tunnel.v1.Reset;
import dev.culvert.tunnel.v1.ResponseHead;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The codec written by hand against the generated one, which is the reference. */
class FrameCodecTest {
    private static final String SESSION = "00112233445566778899aabbccddeeff";
    private static final int ROUNDS = 300;

    private final Random random = new Random(20260101);

    @Test
    void dataFillsARoomToTheLastByte() {
        for (int stream : new int[] {1, 127, 128, 20_000, Integer.MAX_VALUE}) {
            for (int room = 200; room < 16_400; room++) {
                PacketWriter packet = new PacketWriter();
                int length = PacketWriter.dataWithin(stream, room);
                packet.dataHeader(stream, length);
                // Where a length takes one byte more than before, one more byte of data is two of the frame.
                assertThat(packet.length() + length)
                        .as("stream %d, room %d", stream, room)
                        .isBetween(room - 2, room);
            }
        }
        assertThat(PacketWriter.dataWithin(1, 1)).isEqualTo(1);
    }

    @Test
    void whatTheGeneratedCodeWritesIsReadTheSame() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Packet packet = randomPacket();
            assertThat(read(packet.toByteArray())).isEqualTo(describe(packet));
        }
    }

    @Test
    void whatIsWrittenByHandIsReadTheSameByTheGeneratedCode() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Packet packet = randomPacket();
            byte[] byHand = writeByHand(packet);
            assertThat(describe(Packet.parseFrom(byHand))).isEqualTo(describe(packet));
            assertThat(read(byHand)).isEqualTo(describe(packet));
        }
    }

    @Test
    void everyTruncationIsAViolationOrAPrefix() throws Exception {
        byte[] whole = randomPacket().toByteArray();
        List<String> all = read(whole);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            RecordedFrames frames = new RecordedFrames();
            try {
                new FrameReader(Limits.DEFAULT_FRAME_BYTES).read(Buffer.buffer(cut), frames);
            } catch (ProtocolViolationException e) {
                assertThat(parses(cut)).as("length %d", length).isFalse();
            }
            assertThat(frames.lines).isEqualTo(all.subList(0, frames.lines.size()));
        }
    }

    @Test
    void everyCorruptedByteIsAViolationOrReadLikeTheGeneratedCode() throws Exception {
        for (int round = 0; round < 4; round++) {
            byte[] whole = randomPacket().toByteArray();
            for (int at = 0; at < whole.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] corrupted = whole.clone();
                    corrupted[at] ^= (byte) (1 << bit);
                    compareWithReference(corrupted);
                }
            }
        }
    }

    @Test
    void randomBytesAreAViolationOrReadLikeTheGeneratedCode() {
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            compareWithReference(noise);
        }
    }

    @Test
    void unknownFieldsAndKindsAreSkipped() throws Exception {
        byte[] unknownKind = HexFormat.of().parseHex("0a06" + "0802" + "a20601ff"); // stream 2, field 100
        assertThat(read(unknownKind)).isEmpty();
        byte[] unknownBesideKnown =
                HexFormat.of().parseHex("0a09" + "0802" + "a206012a" + "5a00" + "1001".substring(4));
        unknownBesideKnown[1] = (byte) (unknownBesideKnown.length - 2);
        assertThat(read(unknownBesideKnown)).containsExactly("end 2");
        byte[] group = HexFormat.of().parseHex("0a08" + "0802" + "a306" + "a406" + "5a00");
        assertThat(read(group)).containsExactly("end 2");
    }

    @Test
    void claimedLengthsAllocateNothing() {
        byte[] fourGigabytes = HexFormat.of().parseHex("0affffffff0f");
        byte[] negative = HexFormat.of().parseHex("0affffffffffffffffff01");
        byte[] innerLength = HexFormat.of().parseHex("0a0652ffffffff07");
        for (byte[] lie : List.of(fourGigabytes, negative, innerLength)) {
            assertThatThrownBy(() -> read(lie)).isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void framesAboveTheLimitAreRefused() {
        PacketWriter writer = new PacketWriter();
        writer.dataHeader(2, 5000);
        writer.dataPart(Buffer.buffer(new byte[5000]), 0, 5000);
        Buffer packet = writer.take();
        assertThatThrownBy(() -> new FrameReader(4096).read(packet, new RecordedFrames()))
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageContaining("frame of");
    }

    @Test
    void framesOnTheWrongStreamAreRefused() {
        PacketWriter data = new PacketWriter();
        data.dataHeader(0, 1);
        data.dataPart(Buffer.buffer("x"), 0, 1);
        assertThatThrownBy(() -> read(data.take().getBytes())).isInstanceOf(ProtocolViolationException.class);
        Packet ping = Packet.newBuilder()
                .addFrames(Frame.newBuilder().setStream(2).setPing(1))
                .build();
        assertThatThrownBy(() -> read(ping.toByteArray())).isInstanceOf(ProtocolViolationException.class);
    }

    @Test
    void emptyDataAndZeroCreditAreRefused() {
        Packet empty = Packet.newBuilder()
                .addFrames(Frame.newBuilder().setStream(2).setData(ByteString.EMPTY))
                .build();
        Packet zero = Packet.newBuilder()
                .addFrames(Frame.newBuilder().setStream(2).setCredit(0))
                .build();
        assertThatThrownBy(() -> read(empty.toByteArray())).isInstanceOf(ProtocolViolationException.class);
        assertThatThrownBy(() -> read(zero.toByteArray())).isInstanceOf(ProtocolViolationException.class);
    }

    @Test
    void helloAndWelcomeSurviveTheRoundTrip() {
        Limits limits = new Limits(16_384, 70_000, 12, 1_000_000);
        Hello hello = new Hello(List.of(1, 2), SESSION, "c1", "cluster-proxy/1", Set.of("a", "b"), limits);
        Welcome welcome = new Welcome(1, "gateway/1", Set.of("x"), limits, Duration.ofSeconds(7), "c1");
        assertThat(Hello.parse(Buffer.buffer(hello.encode()))).isEqualTo(hello);
        assertThat(Welcome.parse(Buffer.buffer(welcome.encode()))).isEqualTo(welcome);
    }

    @Test
    void introductionsThatAreOutOfBoundsAreRefused() {
        dev.culvert.tunnel.v1.Hello shortSession = dev.culvert.tunnel.v1.Hello.newBuilder()
                .addVersions(1)
                .setSession(ByteString.copyFrom(new byte[3]))
                .build();
        dev.culvert.tunnel.v1.Hello manyCapabilities = dev.culvert.tunnel.v1.Hello.newBuilder()
                .setSession(ByteString.copyFrom(new byte[16]))
                .addAllCapabilities(java.util.Collections.nCopies(65, "x"))
                .build();
        dev.culvert.tunnel.v1.Hello longName = dev.culvert.tunnel.v1.Hello.newBuilder()
                .setSession(ByteString.copyFrom(new byte[16]))
                .setSoftware("x".repeat(300))
                .build();
        for (dev.culvert.tunnel.v1.Hello wire : List.of(shortSession, manyCapabilities, longName)) {
            assertThatThrownBy(() -> Hello.parse(Buffer.buffer(wire.toByteArray())))
                    .isInstanceOf(ProtocolViolationException.class);
        }
        byte[] noKeepalive =
                dev.culvert.tunnel.v1.Welcome.newBuilder().setVersion(1).build().toByteArray();
        assertThatThrownBy(() -> Welcome.parse(Buffer.buffer(noKeepalive)))
                .isInstanceOf(ProtocolViolationException.class);
    }

    @Test
    void textOfThePeerCannotBreakALogLine() {
        PacketWriter writer = new PacketWriter();
        writer.reset(2, ResetCode.INTERNAL_ERROR, "line\nbreak\u001b[31m");
        assertThat(read(writer.take().getBytes())).containsExactly("reset 2 INTERNAL_ERROR line\uFFFDbreak\uFFFD[31m");
    }

    private void compareWithReference(byte[] bytes) {
        RecordedFrames frames = new RecordedFrames();
        try {
            new FrameReader(Limits.MAX_FRAME_BYTES).read(Buffer.buffer(bytes), frames);
        } catch (ProtocolViolationException e) {
            return; // Stricter than the reference is allowed: frames of two kinds, wrong streams, empty data.
        }
        try {
            assertThat(frames.lines).isEqualTo(describe(Packet.parseFrom(bytes)));
        } catch (InvalidProtocolBufferException e) {
            // The reference also parses what is inside heads and checks UTF-8; here both are left to who reads them.
            assertThat(frames.lines).anyMatch(line -> line.matches("(?s)(open|head|end|reset|goaway|fragment) .*"));
        }
    }

    private static List<String> read(byte[] packet) {
        RecordedFrames frames = new RecordedFrames();
        new FrameReader(Limits.MAX_FRAME_BYTES).read(Buffer.buffer(packet), frames);
        return frames.lines;
    }

    private static boolean parses(byte[] packet) {
        try {
            return Packet.parseFrom(packet).isInitialized();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private Packet randomPacket() {
        Packet.Builder packet = Packet.newBuilder();
        int frames = random.nextInt(6) + 1;
        for (int i = 0; i < frames; i++) {
            packet.addFrames(randomFrame());
        }
        return packet.build();
    }

    private Frame randomFrame() {
        Frame.Builder frame = Frame.newBuilder();
        int kind = random.nextInt(10);
        if (kind > 2) {
            frame.setStream((random.nextInt(Integer.MAX_VALUE) >>> random.nextInt(31)) | 1);
        }
        switch (kind) {
            case 0 -> frame.setPing(random.nextLong() >>> random.nextInt(64));
            case 1 -> frame.setPong(random.nextLong());
            case 2 ->
                frame.setGoAway(GoAway.newBuilder()
                        .setCodeValue(random.nextInt(9))
                        .setMessage("ciao")
                        .setGraceMs(random.nextInt()));
            case 3 -> frame.setOpen(Open.newBuilder().setRequestId("r" + random.nextInt()));
            case 4 -> frame.setResponseHead(ResponseHead.newBuilder().setStatus(random.nextInt(900) + 1));
            case 5 ->
                frame.setHeadFragment(HeadFragment.newBuilder()
                        .setBytes(bytes(1 + random.nextInt(40)))
                        .setLast(random.nextBoolean()));
            case 6 -> frame.setData(bytes(1 + random.nextInt(300)));
            case 7 -> frame.setEnd(End.getDefaultInstance());
            case 8 -> frame.setCredit(1 + random.nextInt(Integer.MAX_VALUE - 1));
            default ->
                frame.setReset(
                        Reset.newBuilder().setCodeValue(random.nextInt(10)).setMessage("grün"));
        }
        return frame.build();
    }

    private ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private static byte[] writeByHand(Packet packet) {
        PacketWriter out = new PacketWriter();
        for (Frame frame : packet.getFramesList()) {
            int stream = frame.getStream();
            switch (frame.getKindCase()) {
                case PING -> out.ping(frame.getPing());
                case PONG -> out.pong(frame.getPong());
                case GO_AWAY ->
                    out.goAway(
                            CloseCode.of(frame.getGoAway().getCodeValue()),
                            frame.getGoAway().getMessage(),
                            Duration.ofMillis(
                                    Integer.toUnsignedLong(frame.getGoAway().getGraceMs())));
                case OPEN -> out.open(stream, Buffer.buffer(frame.getOpen().toByteArray()));
                case RESPONSE_HEAD ->
                    out.responseHead(
                            stream, Buffer.buffer(frame.getResponseHead().toByteArray()));
                case HEAD_FRAGMENT ->
                    out.headFragment(
                            stream,
                            Buffer.buffer(frame.getHeadFragment().getBytes().toByteArray()),
                            frame.getHeadFragment().getLast());
                case DATA -> {
                    Buffer data = Buffer.buffer(frame.getData().toByteArray());
                    out.dataHeader(stream, data.length());
                    int half = data.length() / 2;
                    out.dataPart(data, 0, half);
                    out.dataPart(data, half, data.length() - half);
                }
                case END -> out.end(stream);
                case CREDIT -> out.credit(stream, frame.getCredit());
                case RESET ->
                    out.reset(
                            stream,
                            ResetCode.of(frame.getReset().getCodeValue()),
                            frame.getReset().getMessage());
                default -> throw new AssertionError(frame.getKindCase());
            }
        }
        return out.take().getBytes();
    }

    private static List<String> describe(Packet packet) {
        RecordedFrames lines = new RecordedFrames();
        for (Frame frame : packet.getFramesList()) {
            int stream = frame.getStream();
            switch (frame.getKindCase()) {
                case PING -> lines.onPing(frame.getPing());
                case PONG -> lines.onPong(frame.getPong());
                case GO_AWAY ->
                    lines.onGoAway(
                            CloseCode.of(frame.getGoAway().getCodeValue()),
                            Introduction.printable(frame.getGoAway().getMessage()),
                            Duration.ofMillis(
                                    Integer.toUnsignedLong(frame.getGoAway().getGraceMs())));
                case OPEN -> lines.onOpen(stream, Buffer.buffer(frame.getOpen().toByteArray()));
                case RESPONSE_HEAD ->
                    lines.onResponseHead(
                            stream, Buffer.buffer(frame.getResponseHead().toByteArray()));
                case HEAD_FRAGMENT ->
                    lines.onHeadFragment(
                            stream,
                            Buffer.buffer(frame.getHeadFragment().getBytes().toByteArray()),
                            frame.getHeadFragment().getLast());
                case DATA -> lines.onData(stream, Buffer.buffer(frame.getData().toByteArray()));
                case END -> lines.onEnd(stream);
                case CREDIT -> lines.onCredit(stream, frame.getCredit());
                case RESET ->
                    lines.onReset(
                            stream,
                            ResetCode.of(frame.getReset().getCodeValue()),
                            Introduction.printable(frame.getReset().getMessage()));
                default -> {
                    // Unset: a kind that is not known.
                }
            }
        }
        return lines.lines;
    }
}
