package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Takes the exchanges that the gateway opens, and replays each against the API server. */
public final class Replay implements Handler<Exchange> {
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final ApiClients clients;
    private final Supplier<ApiAccess> access;
    private final Budget budget;
    private final Duration linger;
    // By thread and not by context: contexts come and go with carriers, event-loop threads do not.
    private final Map<Thread, Http2Pool> pools = new ConcurrentHashMap<>();

    /**
     * @param access asked at each request
     * @param budget for what waits in memory, of the whole process
     */
    public Replay(Vertx vertx, Supplier<ApiAccess> access, Budget budget) {
        this(vertx, access, budget, new ApiClients(vertx), LINGER);
    }

    Replay(Vertx vertx, Supplier<ApiAccess> access, Budget budget, ApiClients clients, Duration linger) {
        this.vertx = vertx;
        this.clients = clients;
        this.access = access;
        this.budget = budget;
        this.linger = linger;
    }

    /** On the exchange's context. */
    @Override
    public void handle(Exchange exchange) {
        Optional<String> fault = RequestCheck.fault(exchange.request());
        if (fault.isPresent()) {
            exchange.reset(ResetCode.MALFORMED, fault.get());
            return;
        }
        ReplayStream stream = new ReplayStream(exchange, vertx, budget);
        exchange.closed().onFailure(reset -> stream.abandon());
        if (exchange.request().isUpgrade()) {
            replayAlone(stream);
        } else {
            Http2Pool pool =
                    pools.computeIfAbsent(Thread.currentThread(), thread -> new Http2Pool(vertx, clients, access));
            new Http2Replay(stream, pool, access, () -> replayAlone(stream)).start();
        }
    }

    private void replayAlone(ReplayStream stream) {
        new Http1Replay(stream, clients, access.get(), linger).start();
    }

    /** Closes every connection to the API server. */
    public Future<Void> close() {
        return clients.close();
    }
}
