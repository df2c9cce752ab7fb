package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.Carrier;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a gRPC call into messages: one byte that says whether the message is compressed, four of length, the
 * message. A message that lies within one chunk is a slice of it; one that does not is put together as its bytes come, so
 * that a length that is only claimed costs nothing, and what is kept of a message is not half empty.
 */
final class Deframer {
    /** Bytes before each message. */
    static final int PREFIX = 5;

    private static final int SMALLEST_ROOM = 256;

    private final Handler<Buffer> messages;
    /** Prefix and message as far as they have come; null between messages. */
    private @Nullable Buffer partial;
    /** For how many bytes it has room. */
    private int room;

    Deframer(Handler<Buffer> messages) {
        this.messages = messages;
    }

    /** Takes the next bytes, which are this object's from now on. Nothing can be taken after an exception. */
    void take(Buffer chunk) throws FramingException {
        int position = continuePartial(chunk);
        int end = chunk.length();
        while (end - position >= PREFIX) {
            int next = position + PREFIX + length(chunk, position);
            if (next > end) {
                break;
            }
            messages.handle(chunk.slice(position + PREFIX, next));
            position = next;
        }
        if (position < end) {
            int begun = end - position;
            room = Math.max(SMALLEST_ROOM, begun);
            partial = Buffer.buffer(room).appendBuffer(chunk, position, begun);
        }
    }

    /** Whether the bytes so far end within a message. */
    boolean incomplete() {
        return partial != null;
    }

    /** Completes what earlier chunks began. Returns how many bytes of this one were needed. */
    private int continuePartial(Buffer chunk) throws FramingException {
        Buffer begun = partial;
        if (begun == null) {
            return 0;
        }
        int position = 0;
        if (begun.length() < PREFIX) {
            position = move(chunk, 0, begun, PREFIX);
        }
        if (begun.length() < PREFIX) {
            return position;
        }
        int whole = PREFIX + length(begun, 0);
        begun = withRoom(begun, Math.min(whole, begun.length() + chunk.length() - position), whole);
        partial = begun;
        position += move(chunk, position, begun, whole);
        if (begun.length() == whole) {
            partial = null;
            messages.handle(begun.slice(PREFIX, whole));
        }
        return position;
    }

    private Buffer withRoom(Buffer begun, int wanted, int whole) {
        if (wanted <= room) {
            return begun;
        }
        room = Math.min(whole, Math.max(2 * room, wanted));
        return Buffer.buffer(room).appendBuffer(begun);
    }

    private static int move(Buffer from, int position, Buffer to, int wanted) {
        int count = Math.min(wanted - to.length(), from.length() - position);
        to.appendBuffer(from, position, count);
        return count;
    }

    private static int length(Buffer bytes, int position) throws FramingException {
        if (bytes.getByte(position) != 0) {
            throw new FramingException("a compressed message, or something that is not gRPC");
        }
        long length = bytes.getUnsignedInt(position + 1);
        if (length > Carrier.MAX_PACKET_BYTES) {
            throw new FramingException("a packet of " + length + " bytes");
        }
        return (int) length;
    }
}
