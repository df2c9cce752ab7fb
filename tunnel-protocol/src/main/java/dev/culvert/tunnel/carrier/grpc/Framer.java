package dev.culvert.tunnel.carrier.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Puts gRPC's prefix before a packet.
 *
 * <p>Uses Vert.x's internal {@link BufferInternal}: prefix and packet must reach HTTP/2 as one buffer, since each write is a
 * DATA frame, a TLS record and a system call of its own, and Vert.x has no public way to join two buffers without copying.
 */
final class Framer {
    /** Bytes. Below, copying costs less than joining. */
    private static final int COPIED = 2 * 1024;

    private Framer() {}

    static Buffer frame(Buffer packet) {
        int length = packet.length();
        if (length <= COPIED) {
            return Buffer.buffer(Deframer.PREFIX + length)
                    .appendByte((byte) 0)
                    .appendInt(length)
                    .appendBuffer(packet);
        }
        ByteBuf prefix = Unpooled.buffer(Deframer.PREFIX).writeByte(0).writeInt(length);
        return BufferInternal.buffer(Unpooled.wrappedBuffer(prefix, ((BufferInternal) packet).getByteBuf()));
    }
}
