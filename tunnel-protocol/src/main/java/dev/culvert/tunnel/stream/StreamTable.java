package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.failure.ProtocolViolationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams of a carrier by number, and which numbers have been used. */
final class StreamTable {
    private final Map<Integer, TunnelStream> open = new HashMap<>();
    /** 1 for the dialer's numbers, 0 for the acceptor's. */
    private final int ownParity;

    private int lastOwn;
    private int lastPeer;
    private int openedByPeer;

    StreamTable(boolean dialer) {
        this.ownParity = dialer ? 1 : 0;
    }

    /** As if the numbers up to this one had been used by this side: a carrier's last ones come after years. */
    void startAt(int last) {
        lastOwn = last - ((last & 1) == ownParity ? 0 : 1);
    }

    /** Whether there is a number left for a stream of this side. */
    boolean hasNumber() {
        return lastOwn < Integer.MAX_VALUE - 2;
    }

    /** The next number of this side. */
    int nextNumber() {
        lastOwn = lastOwn == 0 ? 2 - ownParity : lastOwn + 2;
        return lastOwn;
    }

    /** Whether this number, not seen before, may open a stream of the peer's. */
    boolean opensNew(int id) {
        return (id & 1) != ownParity && id > lastPeer;
    }

    /** Marks a number of the peer's, and all below it, as used. */
    void use(int id) {
        if (!opensNew(id)) {
            throw new ProtocolViolationException("stream " + id + " opened out of order");
        }
        lastPeer = id;
    }

    void add(TunnelStream stream) {
        open.put(stream.id(), stream);
        if (!stream.isOpener()) {
            openedByPeer++;
        }
    }

    void remove(TunnelStream stream) {
        if (open.remove(stream.id(), stream) && !stream.isOpener()) {
            openedByPeer--;
        }
    }

    /** The stream; null where it has ended; {@link ProtocolViolationException} where it never was. */
    @Nullable
    TunnelStream find(int id) {
        TunnelStream stream = open.get(id);
        if (stream == null && id > ((id & 1) == ownParity ? lastOwn : lastPeer)) {
            throw new ProtocolViolationException("stream " + id + " was never opened");
        }
        return stream;
    }

    int openedByPeer() {
        return openedByPeer;
    }

    int openedByThisSide() {
        return open.size() - openedByPeer;
    }

    int size() {
        return open.size();
    }

    List<TunnelStream> all() {
        return List.copyOf(open.values());
    }
}
