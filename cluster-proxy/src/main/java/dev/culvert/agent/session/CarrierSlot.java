package dev.culvert.agent.session;

import dev.culvert.agent.dial.Backoff;
import dev.culvert.agent.dial.CarrierChoice;
import dev.culvert.agent.dial.Jitter;
import dev.culvert.tunnel.carrier.DialException;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Peer;
import dev.culvert.tunnel.failure.CarrierClosedException;
import dev.culvert.tunnel.failure.CloseCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Keeps one carrier to the gateway. Always has one, is dialling one, or waits to dial one; may have older ones besides that
 * only finish what they carry. On its own context.
 */
final class CarrierSlot {
    private static final Logger LOG = LoggerFactory.getLogger(CarrierSlot.class);

    private final Vertx vertx;
    private final Context context;
    private final String gateway;
    private final int number;
    private final CarrierChoice choice;
    private final EndpointSettings settings;
    private final SessionTiming timing;
    private final Consumer<Peer> connected;
    private final Handler<Exchange> exchanges;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Set<Endpoint> open = new HashSet<>();
    private @Nullable Endpoint current;
    private @Nullable Dialer dialed;
    private volatile boolean ready;
    private boolean stopped;
    /** Until when the gateway is expected back; of {@link System#nanoTime}. */
    private long expected = System.nanoTime();

    CarrierSlot(
            Vertx vertx,
            Context context,
            String gateway,
            int number,
            CarrierChoice choice,
            EndpointSettings settings,
            SessionTiming timing,
            Consumer<Peer> connected,
            Handler<Exchange> exchanges,
            RandomGenerator random) {
        this.vertx = vertx;
        this.context = context;
        this.gateway = gateway;
        this.number = number;
        this.choice = choice;
        this.settings = settings;
        this.timing = timing;
        this.connected = connected;
        this.exchanges = exchanges;
        this.backoff = new Backoff(timing.firstRetry(), timing.maxRetry(), random);
        this.random = random;
    }

    /** Any thread. */
    void start() {
        context.runOnContext(start -> connect());
    }

    /** Whether the gateway can send exchanges through this slot. Any thread. */
    boolean isReady() {
        return ready;
    }

    /** Dials anew with what is there to dial with now. A carrier that is not up is dialled anyway. Any thread. */
    void renew() {
        onContext(() -> {
            Dialer dialer = dialed;
            if (current != null && dialer != null && !stopped) {
                open(dialer).onFailure(failure -> said(LOG.atInfo())
                        .addKeyValue("hop", hop(failure))
                        .addKeyValue("error", failure.getMessage())
                        .log("This connection to the gateway cannot be renewed, and stays"));
            }
        });
    }

    private void connect() {
        if (stopped) {
            return;
        }
        tryEach(new ArrayList<>(choice.order())).onFailure(this::onNoCarrier);
    }

    private Future<Void> tryEach(List<Dialer> remaining) {
        Dialer dialer = remaining.remove(0);
        return open(dialer).recover(failure -> {
            if (remaining.isEmpty() || stopped || !CarrierChoice.mayHelp(failure)) {
                return Future.failedFuture(failure);
            }
            said(LOG.atInfo())
                    .addKeyValue("carrier", dialer.kind())
                    .addKeyValue("next", remaining.get(0).kind())
                    .addKeyValue("hop", hop(failure))
                    .addKeyValue("error", failure.getMessage())
                    .log("This kind of carrier does not get through, the next is tried");
            return tryEach(remaining);
        });
    }

    /** Dials, makes the handshake, and takes the carrier into use. */
    private Future<Void> open(Dialer dialer) {
        return dialer.dial().compose(carrier -> {
            Endpoint endpoint = Endpoint.dialer(carrier, settings, exchanges);
            open.add(endpoint);
            endpoint.closed().onComplete(closed -> onContext(() -> open.remove(endpoint)));
            return endpoint.ready().compose(peer -> {
                if (stopped) {
                    endpoint.close(CloseCode.DRAIN, "the agent stops");
                    return Future.succeededFuture();
                }
                choice.worked(dialer);
                said(LOG.atInfo())
                        .addKeyValue("carrier", dialer.kind())
                        .addKeyValue("cluster", peer.cluster())
                        .addKeyValue("software", peer.software())
                        .addKeyValue("sessionId", settings.session())
                        .log("Connected to the gateway");
                use(endpoint, dialer);
                connected.accept(peer);
                return Future.succeededFuture();
            });
        });
    }

    private void use(Endpoint endpoint, Dialer dialer) {
        Endpoint replaced = current;
        current = endpoint;
        dialed = dialer;
        ready = true;
        long since = System.nanoTime();
        endpoint.closed().onComplete(closed -> onContext(() -> onClosed(endpoint, closed.result(), since)));
        endpoint.peerDraining().onSuccess(draining -> onContext(() -> onDraining(endpoint, since)));
        choice.betterThan(dialer).ifPresent(better -> probeLater(endpoint, better));
        if (replaced != null) {
            replaced.drain(timing.replacedGrace(), "replaced by another carrier");
        }
    }

    private void onClosed(Endpoint endpoint, CarrierClosedException why, long since) {
        if (current != endpoint) {
            return;
        }
        current = null;
        ready = false;
        if (stopped) {
            return;
        }
        if (isProven(since)) {
            expectBack();
        }
        Duration wait = afterFailure(why.code().permanent());
        said(LOG.atWarn())
                .addKeyValue("code", why.code())
                .addKeyValue("error", why.detail())
                .addKeyValue("retryMs", wait.toMillis())
                .log("The connection to the gateway ended");
        later(wait, this::connect);
    }

    // Most gateways that go away restart, and those who call through them are held up until their agents are back.
    private void expectBack() {
        backoff.reset();
        expected = System.nanoTime() + timing.restart().toNanos();
    }

    private Duration afterFailure(boolean permanent) {
        if (permanent) {
            return backoff.longest();
        }
        return System.nanoTime() - expected < 0 ? backoff.next(timing.restartRetry()) : backoff.next();
    }

    private boolean isProven(long since) {
        return System.nanoTime() - since > timing.proven().toNanos();
    }

    private void onDraining(Endpoint endpoint, long since) {
        if (current != endpoint || stopped) {
            return;
        }
        current = null;
        ready = false;
        Duration wait = afterDrain(since);
        said(LOG.atInfo())
                .addKeyValue("retryMs", wait.toMillis())
                .log("The gateway drains this connection, a new one is made");
        later(wait, this::connect);
    }

    // All agents of a gateway are told at the same moment; and one that drains whatever it accepts must not keep them
    // busy.
    private Duration afterDrain(long since) {
        if (!isProven(since)) {
            return afterFailure(false);
        }
        expectBack();
        return Jitter.upTo(timing.drained(), random);
    }

    private void onNoCarrier(Throwable failure) {
        if (stopped) {
            return;
        }
        boolean permanent = CarrierChoice.isPermanent(failure);
        Duration wait = afterFailure(permanent);
        said(LOG.atWarn())
                .addKeyValue("hop", hop(failure))
                .addKeyValue("permanent", permanent)
                .addKeyValue("error", failure.getMessage())
                .addKeyValue("retryMs", wait.toMillis())
                .log("No connection to the gateway");
        later(wait, this::connect);
    }

    private void probeLater(Endpoint endpoint, Dialer better) {
        later(Jitter.upperHalf(timing.betterKind(), random), () -> {
            if (current == endpoint && !stopped) {
                // In use already where it worked: the carrier at hand then drains.
                open(better).onFailure(failure -> probeLater(endpoint, better));
            }
        });
    }

    /** Completes when every carrier of this slot has ended, after the grace at the latest. Any thread. */
    Future<Void> drain(Duration grace) {
        Future<Void> drained = Future.future(promise -> context.runOnContext(run -> {
            stopped = true;
            ready = false;
            List<Future<Void>> ends = new ArrayList<>();
            for (Endpoint endpoint : open) {
                ends.add(endpoint.drain(grace, "the agent stops"));
            }
            Future.join(ends).<Void>mapEmpty().onComplete(promise);
        }));
        return drained;
    }

    private void later(Duration wait, Runnable action) {
        vertx.setTimer(Math.max(1, wait.toMillis()), id -> onContext(action));
    }

    private void onContext(Runnable action) {
        context.runOnContext(run -> action.run());
    }

    private LoggingEventBuilder said(LoggingEventBuilder event) {
        return event.addKeyValue("gateway", gateway).addKeyValue("slot", number);
    }

    private static String hop(Throwable failure) {
        return failure instanceof DialException dial ? dial.hop().name() : "HANDSHAKE";
    }
}
