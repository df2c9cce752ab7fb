package dev.culvert.agent.session;

import dev.culvert.agent.dial.CarrierChoice;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Peer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All the carriers of this process to one gateway. Any thread. */
public final class AgentSession {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<CarrierSlot> slots = new ArrayList<>();

    /**
     * @param gateway for people
     * @param contexts one for each carrier: the event loops that they live on
     * @param settings with the process's identity
     * @param connected is given the gateway of each new carrier, on the carrier's context
     * @param exchanges is given each exchange, on its context
     */
    public AgentSession(
            Vertx vertx,
            String gateway,
            List<Context> contexts,
            CarrierChoice choice,
            EndpointSettings settings,
            SessionTiming timing,
            Consumer<Peer> connected,
            Handler<Exchange> exchanges) {
        for (Context context : contexts) {
            slots.add(new CarrierSlot(
                    vertx, context, gateway, slots.size(), choice, settings, timing, connected, exchanges, RANDOM));
        }
    }

    public void start() {
        slots.forEach(CarrierSlot::start);
    }

    /** Replaces each carrier by a new one, and lets the old one finish what it carries. One that cannot be replaced stays. */
    public void renew() {
        slots.forEach(CarrierSlot::renew);
    }

    /** Carriers through which the gateway can reach the API server now. */
    public int readyCarriers() {
        int ready = 0;
        for (CarrierSlot slot : slots) {
            if (slot.isReady()) {
                ready++;
            }
        }
        return ready;
    }

    /** Dials no more, and lets the exchanges in flight finish. Completes after the grace at the latest. */
    public Future<Void> drain(Duration grace) {
        List<Future<Void>> drained = new ArrayList<>();
        for (CarrierSlot slot : slots) {
            drained.add(slot.drain(grace));
        }
        return Future.join(drained).mapEmpty();
    }
}
