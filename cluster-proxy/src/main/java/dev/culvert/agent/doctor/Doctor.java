package dev.culvert.agent.doctor;

import dev.culvert.agent.config.GatewayRoute;
import dev.culvert.agent.credentials.AccessSource;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.diagnosis.Finding;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the way of an agent to its gateway, and that to its API server. Blocks; every step has a deadline. */
public final class Doctor {
    private final Vertx vertx;
    private final Duration deadline;

    /**
     * @param deadline of each step
     */
    public Doctor(Vertx vertx, Duration deadline) {
        this.vertx = vertx;
        this.deadline = deadline;
    }

    /**
     * The way to the gateway, and into it.
     *
     * @param trust what verifies the gateway; null: the system's authorities
     * @param dialers of each kind of carrier that the agent may use
     * @param software name and version, as the gateway is told
     */
    public List<Finding> gateway(
            GatewayRoute route, @Nullable TrustOptions trust, List<Dialer> dialers, String software) {
        Hops hops = new Hops(vertx, "", deadline);
        GatewayWay way = new GatewayWay(hops, route, Trust.of(vertx, trust), Trust.of(vertx, null));
        way.walk();
        if (hops.failed()) {
            way.places().forEach(hops::skipUnlessSeen);
            dialers.forEach(dialer -> hops.skipUnlessSeen(dialer.kind()));
            hops.skipUnlessSeen(CarrierTrial.TOKEN);
        } else {
            hops.add(new CarrierTrial(software, deadline).of(dialers));
        }
        return hops.findings();
    }

    /**
     * The way to the API server, and what may be done there.
     *
     * @param mode of the rules that the agent is to serve
     */
    public List<Finding> apiServer(AccessSource source, ServedMode mode) {
        Hops hops = new Hops(vertx, "api-", deadline);
        new ApiWay(vertx, hops, source, mode, deadline).walk();
        ApiWay.PLACES.forEach(hops::skipUnlessSeen);
        return hops.findings();
    }
}
