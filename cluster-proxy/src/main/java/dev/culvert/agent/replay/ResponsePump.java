package dev.culvert.agent.replay;

import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * Moves a response to the gateway, and stops the API server while the gateway takes nothing. What the API server may still send
 * then waits in memory, and is counted in the process's budget for as long. Where there is no room for it the response is given
 * up: the alternative is the process, with all that it carries. On the exchange's event loop.
 */
final class ResponsePump {
    /** Bytes that may wait. */
    static final int BACKLOG = ApiClients.STREAM_WINDOW;

    private final ReadStream<Buffer> from;
    private final Exchange exchange;
    private final Budget budget;
    private final Runnable whenNoRoom;
    private boolean held;
    private boolean asked;
    private boolean counted;

    /**
     * @param whenNoRoom gives the response up
     */
    ResponsePump(ReadStream<Buffer> from, Exchange exchange, Budget budget, Runnable whenNoRoom) {
        this.from = from;
        this.exchange = exchange;
        this.budget = budget;
        this.whenNoRoom = whenNoRoom;
        exchange.closed().onComplete(over -> letGo());
    }

    void write(Buffer bytes) {
        if (bytes.length() == 0) {
            return;
        }
        exchange.out().write(bytes);
        if (exchange.out().writeQueueFull()) {
            held = true;
            from.pause();
            exchange.out().drainHandler(drained -> goOn());
            countSoon();
        }
    }

    // Not at once: most writers that are full go on within this turn of the event loop, when the carrier has sent.
    private void countSoon() {
        if (!asked) {
            asked = true;
            exchange.context().runOnContext(next -> {
                asked = false;
                count();
            });
        }
    }

    private void count() {
        if (!held || counted) {
            return;
        }
        counted = budget.reserve(BACKLOG);
        if (!counted) {
            whenNoRoom.run();
        }
    }

    private void goOn() {
        letGo();
        from.resume();
    }

    private void letGo() {
        held = false;
        if (counted) {
            counted = false;
            budget.release(BACKLOG);
        }
    }
}
