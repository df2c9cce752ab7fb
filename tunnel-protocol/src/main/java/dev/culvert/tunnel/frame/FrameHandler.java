package dev.culvert.tunnel.frame;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * Takes the frames of a packet, one call a frame, in their order. Buffers are views of the packet. A
 * {@link dev.culvert.tunnel.failure.ProtocolViolationException} thrown here ends the reading of the packet.
 */
public interface FrameHandler {
    /** {@code Frame.hello}. */
    void onHello(Hello hello);

    /** {@code Frame.welcome}. */
    void onWelcome(Welcome welcome);

    /** {@code Frame.ping}. */
    void onPing(long number);

    /** {@code Frame.pong}. */
    void onPong(long number);

    /** {@code Frame.go_away}. */
    void onGoAway(CloseCode code, String message, Duration grace);

    /** {@code Frame.open}: the encoded {@code Open}. */
    void onOpen(int stream, Buffer open);

    /** {@code Frame.response_head}: the encoded {@code ResponseHead}. */
    void onResponseHead(int stream, Buffer head);

    /** {@code Frame.head_fragment}; never empty. */
    void onHeadFragment(int stream, Buffer piece, boolean last);

    /** {@code Frame.data}; never empty. */
    void onData(int stream, Buffer data);

    /** {@code Frame.end}. */
    void onEnd(int stream);

    /** {@code Frame.credit}; at least 1. */
    void onCredit(int stream, int bytes);

    /** {@code Frame.reset}. */
    void onReset(int stream, ResetCode code, String message);
}
