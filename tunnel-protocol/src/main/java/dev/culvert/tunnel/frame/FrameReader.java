package dev.culvert.tunnel.frame;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets. Any bytes are survived: what is not legal throws {@link ProtocolViolationException}; nothing is allocated in
 * proportion to a length that is not there.
 */
public final class FrameReader {
    /** What a frame may have around its payload: keys, lengths, stream number. */
    private static final int OVERHEAD_BYTES = 64;

    private static final int MAX_MESSAGE_CHARS = 1024;
    private static final int PACKET_FRAMES_TAG = Field.PACKET_FRAMES << 3 | WireReader.LENGTH_DELIMITED;

    private final int maxFrameBytes;

    /**
     * @param maxFrameBytes this side's {@link Limits#maxFrameBytes()}
     */
    public FrameReader(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Hands the packet's frames to the handler, in their order, up to the first that is not legal. */
    public void read(Buffer packet, FrameHandler handler) {
        WireReader in = new WireReader(packet);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == PACKET_FRAMES_TAG) {
                readFrame(in.message(), handler);
            } else {
                in.skip(tag);
            }
        }
    }

    private void readFrame(WireReader in, FrameHandler handler) {
        if (in.remaining() > maxFrameBytes + OVERHEAD_BYTES) {
            throw new ProtocolViolationException("frame of " + in.remaining() + " bytes");
        }
        int stream = 0;
        int kind = 0;
        long number = 0;
        Buffer body = null;
        while (in.hasMore()) {
            int tag = in.tag();
            int field = tag >>> 3;
            if (field == Field.STREAM && (tag & 7) == WireReader.VARINT) {
                stream = in.uint31();
            } else if (field >= Field.HELLO && field <= Field.RESET && (tag & 7) == wireType(field)) {
                if (kind != 0) {
                    throw new ProtocolViolationException("frame of two kinds");
                }
                kind = field;
                if (wireType(field) == WireReader.VARINT) {
                    number = in.varint();
                } else {
                    body = in.bytes();
                }
            } else {
                in.skip(tag);
            }
        }
        if (kind == 0) {
            return; // A kind that a newer peer knows.
        }
        if ((stream == 0) != (kind <= Field.GO_AWAY)) {
            throw new ProtocolViolationException("frame of kind " + kind + " on stream " + stream);
        }
        if (body == null) {
            numbered(stream, kind, number, handler);
        } else if (stream == 0) {
            carrierFrame(kind, body, handler);
        } else {
            streamFrame(stream, kind, body, handler);
        }
    }

    private static int wireType(int field) {
        return field == Field.PING || field == Field.PONG || field == Field.CREDIT
                ? WireReader.VARINT
                : WireReader.LENGTH_DELIMITED;
    }

    private static void numbered(int stream, int kind, long number, FrameHandler handler) {
        switch (kind) {
            case Field.PING -> handler.onPing(number);
            case Field.PONG -> handler.onPong(number);
            default -> {
                if (number < 1 || number > Integer.MAX_VALUE) {
                    throw new ProtocolViolationException("credit of " + number);
                }
                handler.onCredit(stream, (int) number);
            }
        }
    }

    private static void carrierFrame(int kind, Buffer body, FrameHandler handler) {
        switch (kind) {
            case Field.HELLO -> handler.onHello(Hello.parse(body));
            case Field.WELCOME -> handler.onWelcome(Welcome.parse(body));
            default -> {
                Ending ending = Ending.parse(body);
                handler.onGoAway(CloseCode.of(ending.code), ending.message, Duration.ofMillis(ending.graceMillis));
            }
        }
    }

    private static void streamFrame(int stream, int kind, Buffer body, FrameHandler handler) {
        switch (kind) {
            case Field.OPEN -> handler.onOpen(stream, body);
            case Field.RESPONSE_HEAD -> handler.onResponseHead(stream, body);
            case Field.HEAD_FRAGMENT -> headFragment(stream, body, handler);
            case Field.DATA -> {
                if (body.length() == 0) {
                    throw new ProtocolViolationException("data frame without data");
                }
                handler.onData(stream, body);
            }
            case Field.END -> {
                skipAll(new WireReader(body));
                handler.onEnd(stream);
            }
            default -> {
                Ending ending = Ending.parse(body);
                handler.onReset(stream, ResetCode.of(ending.code), ending.message);
            }
        }
    }

    private static void headFragment(int stream, Buffer body, FrameHandler handler) {
        WireReader in = new WireReader(body);
        Buffer piece = null;
        boolean last = false;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == (Field.FRAGMENT_BYTES << 3 | WireReader.LENGTH_DELIMITED)) {
                piece = in.bytes();
            } else if (tag == (Field.FRAGMENT_LAST << 3 | WireReader.VARINT)) {
                last = in.varint() != 0;
            } else {
                in.skip(tag);
            }
        }
        if (piece == null || piece.length() == 0) {
            throw new ProtocolViolationException("head fragment without bytes");
        }
        handler.onHeadFragment(stream, piece, last);
    }

    private static void skipAll(WireReader in) {
        while (in.hasMore()) {
            in.skip(in.tag());
        }
    }

    /** What Reset and GoAway have in common. */
    private record Ending(int code, String message, long graceMillis) {
        static Ending parse(Buffer body) {
            WireReader in = new WireReader(body);
            int code = 0;
            long graceMillis = 0;
            @Nullable String message = null;
            while (in.hasMore()) {
                int tag = in.tag();
                switch (tag) {
                    case Field.CODE << 3 | WireReader.VARINT -> code = (int) in.varint();
                    case Field.MESSAGE << 3 | WireReader.LENGTH_DELIMITED -> message = in.utf8();
                    case Field.GRACE_MS << 3 | WireReader.VARINT -> graceMillis = in.varint() & 0xFFFF_FFFFL;
                    default -> in.skip(tag);
                }
            }
            return new Ending(code, message == null ? "" : shorten(message), graceMillis);
        }

        private static String shorten(String message) {
            String text = message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) : message;
            return Introduction.printable(text);
        }
    }
}
