package dev.culvert.tunnel.frame;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Fills one packet, frame by frame. Take it with {@link #take()}; then start with a new writer's state. */
public final class PacketWriter {
    private static final int MAX_MESSAGE_CHARS = 256;
    private static final int MIN_INITIAL_BYTES = 512;
    private static final int MAX_INITIAL_BYTES = 128 * 1024;

    private Buffer packet = Buffer.buffer(MIN_INITIAL_BYTES);

    /** Bytes so far. */
    public int length() {
        return packet.length();
    }

    /** The packet so far, which is the caller's from now on; the writer is empty again. */
    public Buffer take() {
        Buffer taken = packet;
        // The next packet is likely to be as large as this one.
        packet = Buffer.buffer(Math.min(Math.max(taken.length(), MIN_INITIAL_BYTES), MAX_INITIAL_BYTES));
        return taken;
    }

    /** Whole frames that another writer made. */
    public void append(Buffer frames) {
        packet.appendBuffer(frames);
    }

    /** {@code Frame.hello}. */
    public void hello(Hello hello) {
        message(0, Field.HELLO, Buffer.buffer(hello.encode()));
    }

    /** {@code Frame.welcome}. */
    public void welcome(Welcome welcome) {
        message(0, Field.WELCOME, Buffer.buffer(welcome.encode()));
    }

    /** {@code Frame.ping}. */
    public void ping(long number) {
        number(0, Field.PING, number);
    }

    /** {@code Frame.pong}. */
    public void pong(long number) {
        number(0, Field.PONG, number);
    }

    /** {@code Frame.go_away}. A message beyond 256 characters is cut. */
    public void goAway(CloseCode code, String message, Duration grace) {
        Buffer body = ending(Math.max(code.number(), 0), message);
        WireWriter.number(body, Field.GRACE_MS, Math.min(grace.toMillis(), 0xFFFF_FFFFL));
        message(0, Field.GO_AWAY, body);
    }

    /** {@code Frame.open}. */
    public void open(int stream, Buffer open) {
        message(stream, Field.OPEN, open);
    }

    /** {@code Frame.response_head}. */
    public void responseHead(int stream, Buffer head) {
        message(stream, Field.RESPONSE_HEAD, head);
    }

    /** {@code Frame.head_fragment}. */
    public void headFragment(int stream, Buffer piece, boolean last) {
        int body = WireWriter.fieldSize(piece.length()) + (last ? 2 : 0);
        begin(stream, WireWriter.fieldSize(body));
        WireWriter.header(packet, Field.HEAD_FRAGMENT, body);
        WireWriter.header(packet, Field.FRAGMENT_BYTES, piece.length());
        packet.appendBuffer(piece);
        if (last) {
            WireWriter.number(packet, Field.FRAGMENT_LAST, 1);
        }
    }

    /** Bytes of data of the largest data frame of that stream that takes no more than that room; at least 1. */
    public static int dataWithin(int stream, int room) {
        int size = Math.max(1, room - 1 - WireWriter.varintSize(room));
        int kind = size - 1 - WireWriter.varintSize(stream);
        return Math.max(1, kind - 1 - WireWriter.varintSize(Math.max(1, kind)));
    }

    /** {@code Frame.data}, its bytes to be appended by {@link #dataPart} next, exactly as many as said here. */
    public void dataHeader(int stream, int length) {
        begin(stream, WireWriter.fieldSize(length));
        WireWriter.header(packet, Field.DATA, length);
    }

    /** Bytes of the data frame begun last. */
    public void dataPart(Buffer bytes, int offset, int length) {
        packet.appendBuffer(bytes, offset, length);
    }

    /** {@code Frame.end}. */
    public void end(int stream) {
        begin(stream, 2);
        WireWriter.header(packet, Field.END, 0);
    }

    /** {@code Frame.credit}. */
    public void credit(int stream, int bytes) {
        number(stream, Field.CREDIT, bytes);
    }

    /** {@code Frame.reset}. A message beyond 256 characters is cut. */
    public void reset(int stream, ResetCode code, String message) {
        message(stream, Field.RESET, ending(code.number(), message));
    }

    private void number(int stream, int field, long number) {
        begin(stream, 1 + WireWriter.varintSize(number));
        WireWriter.number(packet, field, number);
    }

    private void message(int stream, int field, Buffer body) {
        begin(stream, WireWriter.fieldSize(body.length()));
        WireWriter.header(packet, field, body.length());
        packet.appendBuffer(body);
    }

    private static Buffer ending(int code, String message) {
        String text = message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) : message;
        Buffer body = Buffer.buffer();
        WireWriter.number(body, Field.CODE, code);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        WireWriter.header(body, Field.MESSAGE, utf8.length);
        return body.appendBytes(utf8);
    }

    /** The frame's own key and length, and its stream number. */
    private void begin(int stream, int kindSize) {
        int size = kindSize + (stream == 0 ? 0 : 1 + WireWriter.varintSize(stream));
        WireWriter.header(packet, Field.PACKET_FRAMES, size);
        if (stream != 0) {
            WireWriter.number(packet, Field.STREAM, stream);
        }
    }
}
