package dev.culvert.agent.link;

import dev.culvert.agent.certificate.CurrentCertificate;
import dev.culvert.agent.certificate.Enrolment;
import dev.culvert.agent.config.GatewayRoute;
import dev.culvert.agent.dial.CarrierChoice;
import dev.culvert.agent.session.AgentSession;
import dev.culvert.agent.session.SessionTiming;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the carriers to one gateway. Made, started, drained, closed. Any thread. */
final class GatewayLink {
    private final List<Dialer> dialers;
    private final Enrolment enrolment;
    private final AgentSession session;

    private GatewayLink(List<Dialer> dialers, Enrolment enrolment, AgentSession session) {
        this.dialers = dialers;
        this.enrolment = enrolment;
        this.session = session;
    }

    /**
     * Completes when everything is there to dial with; dials nothing yet.
     *
     * @param certificateFile where key and certificate are kept; null: in memory alone
     * @param endpoints with the process's identity
     * @param exchanges is given each exchange, on its carrier's context
     */
    static Future<GatewayLink> make(
            Vertx vertx,
            GatewayRoute route,
            LinkSettings settings,
            @Nullable Path certificateFile,
            EndpointSettings endpoints,
            Handler<Exchange> exchanges) {
        return contexts(vertx, settings.carriers())
                .compose(contexts -> make(vertx, contexts, route, settings, certificateFile, endpoints, exchanges));
    }

    private static Future<GatewayLink> make(
            Vertx vertx,
            List<Context> contexts,
            GatewayRoute route,
            LinkSettings settings,
            @Nullable Path certificateFile,
            EndpointSettings endpoints,
            Handler<Exchange> exchanges) {
        CurrentCertificate certificate = new CurrentCertificate();
        DialTarget target = settings.target(route, certificate.options());
        String gateway = route.gateway().toString();
        Promise<AgentSession> made = Promise.promise();
        return Enrolment.start(vertx, gateway, target, certificate, certificateFile, () -> made.future()
                        .onSuccess(AgentSession::renew))
                .map(enrolment -> {
                    List<Dialer> dialers = settings.dialers(vertx, target);
                    AgentSession session = new AgentSession(
                            vertx,
                            gateway,
                            contexts,
                            new CarrierChoice(dialers),
                            endpoints,
                            SessionTiming.defaults(),
                            enrolment::connected,
                            exchanges);
                    made.complete(session);
                    return new GatewayLink(dialers, enrolment, session);
                });
    }

    // Each carrier has an event loop of its own, as far as there are enough: a busy one does not hold up the other.
    private static Future<List<Context>> contexts(Vertx vertx, int carriers) {
        List<Future<Context>> contexts = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            contexts.add(EventLoop.next(vertx));
        }
        return Future.all(contexts).map(all -> all.list());
    }

    void start() {
        session.start();
    }

    /** Carriers that are up. */
    int readyCarriers() {
        return session.readyCarriers();
    }

    /** Dials no more, and lets the exchanges in flight finish. Completes after the grace at the latest. */
    Future<Void> drain(Duration grace) {
        return session.drain(grace);
    }

    /** Ends what is left. */
    Future<Void> close() {
        enrolment.close();
        return Future.join(dialers.stream().map(Dialer::close).toList()).mapEmpty();
    }
}
