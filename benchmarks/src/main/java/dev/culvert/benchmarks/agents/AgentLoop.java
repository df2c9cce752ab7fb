package dev.culvert.benchmarks.agents;

import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.exchange.EndpointSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The agents of one event loop. */
final class AgentLoop extends VerticleBase {

    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(15);

    private final List<String> tokens;
    private final URI gateway;
    private final TrustOptions trust;
    private final int carriers;
    private final AtomicInteger repeated;
    // Vert.x closes clients that nobody holds.
    private final List<SimulatedAgent> agents = new ArrayList<>();

    /**
     * @param tokens one for each agent
     * @param carriers of each
     * @param repeated counts dials that failed
     */
    AgentLoop(List<String> tokens, URI gateway, TrustOptions trust, int carriers, AtomicInteger repeated) {
        this.tokens = tokens;
        this.gateway = gateway;
        this.trust = trust;
        this.carriers = carriers;
        this.repeated = repeated;
    }

    /** Completes when all of them serve. */
    @Override
    public Future<?> start() {
        EndpointSettings settings = EndpointSettings.defaults("simulated-agent/1");
        List<Future<Void>> serving = new ArrayList<>();
        for (String token : tokens) {
            DialTarget target =
                    new DialTarget(gateway.getHost(), gateway.getPort(), () -> token, trust, null, DIAL_TIMEOUT);
            Dialer dialer = new GrpcDialer(vertx, target);
            SimulatedAgent agent = new SimulatedAgent(vertx, dialer, settings, repeated);
            agents.add(agent);
            serving.add(agent.serve(carriers));
        }
        return Future.all(serving);
    }
}
