package dev.culvert.tunnel.frame;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Appends protobuf's wire format to a buffer. */
public final class WireWriter {
    private WireWriter() {}

    /** Bytes that {@link #varint} takes for the number, which is taken as unsigned. */
    public static int varintSize(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** Bytes of a length-delimited field whose field number is below 16. */
    public static int fieldSize(int length) {
        return 1 + varintSize(length) + length;
    }

    /** A base-128 number, unsigned. */
    public static void varint(Buffer out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.appendByte((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.appendByte((byte) rest);
    }

    /** A number field, whose field number is below 16. */
    public static void number(Buffer out, int field, long value) {
        out.appendByte((byte) (field << 3 | WireReader.VARINT));
        varint(out, value);
    }

    /** The key and length of a field whose bytes the caller appends next. The field number is below 16. */
    public static void header(Buffer out, int field, int length) {
        out.appendByte((byte) (field << 3 | WireReader.LENGTH_DELIMITED));
        varint(out, length);
    }

    /** A field of bytes, one from each char. */
    public static void latin1(Buffer out, int field, String value) {
        header(out, field, value.length());
        out.appendBytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
