package dev.culvert.tunnel.frame;

import dev.culvert.tunnel.failure.ProtocolViolationException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads protobuf's wire format (protobuf.dev/programming-guides/encoding) from a part of a buffer, without ever reading past
 * its end or trusting a length. Every method throws {@link ProtocolViolationException} where the bytes are not well-formed.
 */
public final class WireReader {
    /** Wire type of numbers. */
    public static final int VARINT = 0;
    /** Wire type of bytes, strings and messages. */
    public static final int LENGTH_DELIMITED = 2;

    private static final int FIXED64 = 1;
    private static final int START_GROUP = 3;
    private static final int END_GROUP = 4;
    private static final int FIXED32 = 5;
    /** Deeper nesting of unknown groups than any real message has. */
    private static final int MAX_GROUP_DEPTH = 32;

    private final Buffer buffer;
    private final int end;
    private int position;

    /** Reads all of the buffer. */
    public WireReader(Buffer buffer) {
        this(buffer, 0, buffer.length());
    }

    private WireReader(Buffer buffer, int start, int end) {
        this.buffer = buffer;
        this.position = start;
        this.end = end;
    }

    /** Whether there is something left. */
    public boolean hasMore() {
        return position < end;
    }

    /** Bytes left. */
    public int remaining() {
        return end - position;
    }

    /** A field's key: number times eight plus wire type. Never of field 0. */
    public int tag() {
        long tag = varint();
        if ((tag & ~0xFFFF_FFFFL) != 0 || tag >>> 3 == 0) {
            throw new ProtocolViolationException("invalid field key");
        }
        return (int) tag;
    }

    /** A base-128 number of at most ten bytes. */
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= end) {
                throw new ProtocolViolationException("truncated number");
            }
            byte next = buffer.getByte(position++);
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new ProtocolViolationException("number of more than ten bytes");
    }

    /** A number from 0 to 2^31 - 1. */
    public int uint31() {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new ProtocolViolationException("number above 2^31 - 1");
        }
        return (int) value;
    }

    /** A length-delimited field's reader; this one goes on behind the field. */
    public WireReader message() {
        int start = skipLengthDelimited();
        return new WireReader(buffer, start, position);
    }

    /** A length-delimited field's bytes, as a view of the buffer. */
    public Buffer bytes() {
        int start = skipLengthDelimited();
        return buffer.slice(start, position);
    }

    /** A length-delimited field's bytes, each as one char. */
    public String latin1() {
        int start = skipLengthDelimited();
        return new String(buffer.getBytes(start, position), StandardCharsets.ISO_8859_1);
    }

    /** A length-delimited field's bytes as UTF-8; malformed input is replaced, since only people read such fields. */
    public String utf8() {
        int start = skipLengthDelimited();
        return new String(buffer.getBytes(start, position), StandardCharsets.UTF_8);
    }

    /** Everything that is left, as a view of the buffer. */
    public Buffer rest() {
        Buffer rest = buffer.slice(position, end);
        position = end;
        return rest;
    }

    /** Steps over a field that is not known. */
    public void skip(int tag) {
        skip(tag, 0);
    }

    private void skip(int tag, int depth) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case LENGTH_DELIMITED -> skipLengthDelimited();
            case START_GROUP -> skipGroup(tag >>> 3, depth + 1);
            case FIXED32 -> advance(4);
            default -> throw new ProtocolViolationException("invalid wire type");
        }
    }

    private void skipGroup(int field, int depth) {
        if (depth > MAX_GROUP_DEPTH) {
            throw new ProtocolViolationException("groups nested too deep");
        }
        while (true) {
            int tag = tag();
            if ((tag & 7) == END_GROUP) {
                if (tag >>> 3 != field) {
                    throw new ProtocolViolationException("unbalanced group");
                }
                return;
            }
            skip(tag, depth);
        }
    }

    private int skipLengthDelimited() {
        long length = varint();
        if (length < 0 || length > remaining()) {
            throw new ProtocolViolationException("length beyond the end");
        }
        int start = position;
        position += (int) length;
        return start;
    }

    private void advance(int bytes) {
        if (bytes > remaining()) {
            throw new ProtocolViolationException("truncated field");
        }
        position += bytes;
    }
}
