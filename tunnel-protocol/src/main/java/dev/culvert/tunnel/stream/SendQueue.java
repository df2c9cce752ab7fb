package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.flow.SendWindow;
import dev.culvert.tunnel.frame.PacketWriter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What one stream has still to send, in order: a head, bytes, the end. What waits here counts in the budget. It is taken
 * although the budget may have no room, since whoever writes has read it already: writers stop while it has none, and new
 * streams are refused.
 */
final class SendQueue {
    private final int id;
    private final boolean opener;
    private final Budget budget;
    private final ArrayDeque<Buffer> data = new ArrayDeque<>();
    private @Nullable Buffer head;
    private int headOffset;
    /** Of the first buffer in {@link #data}. */
    private int dataOffset;

    private long dataBytes;
    private boolean headStarted;
    private boolean headSent;
    private boolean endQueued;
    private boolean endSent;

    SendQueue(int id, boolean opener, Budget budget) {
        this.id = id;
        this.opener = opener;
        this.budget = budget;
    }

    void head(Buffer encoded) {
        head = encoded;
        budget.take(encoded.length());
    }

    void data(Buffer bytes) {
        data.add(bytes);
        dataBytes += bytes.length();
        budget.take(bytes.length());
    }

    void end() {
        endQueued = true;
    }

    boolean endQueued() {
        return endQueued;
    }

    boolean endSent() {
        return endSent;
    }

    /** Whether any of the head has been given to the carrier. */
    boolean headStarted() {
        return headStarted;
    }

    /** Whether all of it has: before that, nobody can have acted on it. */
    boolean headSent() {
        return headSent;
    }

    boolean ready(SendWindow window) {
        if (head != null) {
            return true;
        }
        return data.isEmpty() ? endQueued && !endSent : window.available() > 0;
    }

    void clear() {
        headGone();
        data.clear();
        budget.release(dataBytes);
        dataBytes = 0;
        endSent = true;
    }

    /**
     * Appends one frame, and the end right behind the last bytes. Call only when {@link #ready}.
     *
     * @param room bytes that a frame of data may take in the packet, all in all
     * @return bytes of data in it
     */
    int emit(PacketWriter out, SendWindow window, int maxFrameBytes, int room) {
        if (head != null) {
            emitHead(out, head, maxFrameBytes);
            return 0;
        }
        int most = Math.min(maxFrameBytes, PacketWriter.dataWithin(id, room));
        int length = (int) Math.min(Math.min(dataBytes, window.available()), most);
        if (length > 0) {
            window.spend(length);
            emitData(out, length);
        }
        if (data.isEmpty() && endQueued) {
            out.end(id);
            endSent = true;
        }
        return length;
    }

    private void emitHead(PacketWriter out, Buffer encoded, int maxFrameBytes) {
        headStarted = true;
        if (headOffset == 0 && encoded.length() <= maxFrameBytes) {
            if (opener) {
                out.open(id, encoded);
            } else {
                out.responseHead(id, encoded);
            }
            headSent = true;
            headGone();
            return;
        }
        int length = Math.min(encoded.length() - headOffset, maxFrameBytes);
        boolean last = headOffset + length == encoded.length();
        out.headFragment(id, encoded.slice(headOffset, headOffset + length), last);
        headOffset += length;
        if (last) {
            headSent = true;
            headGone();
        }
    }

    private void headGone() {
        Buffer gone = head;
        if (gone != null) {
            head = null;
            budget.release(gone.length());
        }
    }

    private void emitData(PacketWriter out, int length) {
        out.dataHeader(id, length);
        int rest = length;
        while (rest > 0) {
            Buffer first = data.element();
            int part = Math.min(rest, first.length() - dataOffset);
            out.dataPart(first, dataOffset, part);
            dataOffset += part;
            rest -= part;
            if (dataOffset == first.length()) {
                data.remove();
                dataOffset = 0;
            }
        }
        dataBytes -= length;
        budget.release(length);
    }
}
