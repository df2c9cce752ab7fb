package dev.culvert.tunnel.exchange;

import io.vertx.core.Context;

/**
 * The way between an exchange's event loop and its carrier's. Where both are one thread the call is direct, else it is queued;
 * never mixed, so order holds.
 */
final class Hop {
    private final Context carrier;
    private final Context exchange;
    private final boolean direct;

    /**
     * @param direct whether both contexts run on one thread
     */
    Hop(Context carrier, Context exchange, boolean direct) {
        this.carrier = carrier;
        this.exchange = exchange;
        this.direct = direct;
    }

    Context exchange() {
        return exchange;
    }

    void toCarrier(Runnable action) {
        if (direct) {
            action.run();
        } else {
            carrier.runOnContext(v -> action.run());
        }
    }

    void toExchange(Runnable action) {
        if (direct) {
            action.run();
        } else {
            exchange.runOnContext(v -> action.run());
        }
    }
}
