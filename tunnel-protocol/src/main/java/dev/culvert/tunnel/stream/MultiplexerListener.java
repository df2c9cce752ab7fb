package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.failure.CarrierClosedException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Told what happens on a carrier, on its context. Must not throw. */
public interface MultiplexerListener {
    /** The handshake is done. */
    void onReady(PeerIdentity peer);

    /**
     * The peer opened a stream.
     *
     * @param open the encoded {@code Open}
     */
    void onOpen(TunnelStream stream, Buffer open);

    /**
     * A stream came or went.
     *
     * @param size open now
     * @param canOpen {@link Multiplexer#canOpen}
     */
    void onStreams(int size, boolean canOpen);

    /** The peer drains: it takes no new streams, and those open have that long to end. */
    void onPeerDraining(Duration grace);

    /** The carrier has ended; every stream was told before. Exactly once, the last call. */
    void onClosed(CarrierClosedException reason);
}
