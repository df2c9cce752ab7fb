package dev.culvert.agent.certificate;

import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Tunnel;
import dev.culvert.tunnel.exchange.Peer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the agent has a certificate of a gateway from the moment that it offers them: gets one, gets the next when two
 * thirds of its life are over, and forgets it when the token is another one. What fails is tried again, and costs nothing
 * meanwhile but the certificate. Any thread.
 */
public final class Enrolment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration MAX_RETRY = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final String gateway;
    private final DialTarget target;
    private final CurrentCertificate certificate;
    private final SigningClient client;
    private final @Nullable CertificateFile file;
    private final Runnable renewed;
    private final InstantSource clock;
    private final long timer;
    private boolean offered;
    private boolean underWay;
    private String token;
    private Instant due;
    private int failures;

    private Enrolment(
            Vertx vertx,
            String gateway,
            DialTarget target,
            CurrentCertificate certificate,
            @Nullable CertificateFile file,
            Runnable renewed,
            InstantSource clock,
            Optional<AgentKey> kept) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.target = target;
        this.certificate = certificate;
        this.client = new SigningClient(vertx, target);
        this.file = file;
        this.renewed = renewed;
        this.clock = clock;
        this.token = target.token().get();
        this.due = kept.map(this::renewAt).orElse(Instant.MIN);
        this.timer = vertx.setPeriodic(TICK.toMillis(), tick -> tick());
    }

    /**
     * Completes when what was kept is in use.
     *
     * @param gateway for people
     * @param certificate what {@code target} shows
     * @param kept where key and certificate are kept; null: in memory alone
     * @param renewed called when there is a new certificate: connections that stand were made with the one before
     */
    public static Future<Enrolment> start(
            Vertx vertx,
            String gateway,
            DialTarget target,
            CurrentCertificate certificate,
            @Nullable Path kept,
            Runnable renewed) {
        CertificateFile file = kept == null ? null : new CertificateFile(kept);
        InstantSource clock = InstantSource.system();
        return vertx.executeBlocking(() -> file == null
                        ? Optional.<AgentKey>empty()
                        : file.load(target.token().get()))
                .map(loaded -> loaded.filter(key ->
                        clock.instant().isBefore(key.certificate().getNotAfter().toInstant())))
                .map(loaded -> {
                    certificate.use(loaded);
                    return new Enrolment(vertx, gateway, target, certificate, file, renewed, clock, loaded);
                });
    }

    /** A carrier is up: its gateway may offer certificates. */
    public synchronized void connected(Peer peer) {
        offered = peer.capabilities().contains(Tunnel.CERTIFICATES);
    }

    /** Asks for nothing any more. */
    public void close() {
        vertx.cancelTimer(timer);
    }

    private synchronized void tick() {
        String now = target.token().get();
        if (!now.equals(token)) {
            // Perhaps another cluster's: the certificate would speak for the one before.
            token = now;
            certificate.use(Optional.empty());
            due = Instant.MIN;
        }
        if (offered && !underWay && !clock.instant().isBefore(due)) {
            underWay = true;
            request(now).onComplete(key -> received(now, key), failure -> failed(failure));
        }
    }

    private Future<AgentKey> request(String with) {
        return vertx.executeBlocking(AgentKey::newKeys)
                .compose(keys -> vertx.executeBlocking(() -> AgentKey.request(keys))
                        .compose(request -> client.sign(with, request))
                        .compose(pem -> vertx.executeBlocking(() -> keep(keys, pem, with))));
    }

    private AgentKey keep(KeyPair keys, String pem, String with) {
        AgentKey key = AgentKey.of(keys.getPrivate(), pem);
        if (file != null) {
            file.keep(key, with);
        }
        return key;
    }

    private void received(String with, AgentKey key) {
        synchronized (this) {
            underWay = false;
            failures = 0;
            if (!with.equals(token)) {
                return;
            }
            certificate.use(Optional.of(key));
            due = renewAt(key);
        }
        LOG.atInfo()
                .addKeyValue("gateway", gateway)
                .addKeyValue("serial", key.certificate().getSerialNumber().toString(16))
                .addKeyValue("until", key.certificate().getNotAfter().toInstant())
                .log("The gateway has given the agent a certificate");
        renewed.run();
    }

    private synchronized void failed(Throwable failure) {
        underWay = false;
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        failures++;
        due = clock.instant().plus(wait.compareTo(MAX_RETRY) < 0 ? wait : MAX_RETRY);
        LOG.atWarn()
                .addKeyValue("gateway", gateway)
                .addKeyValue("error", failure.getMessage())
                .addKeyValue("retry", due)
                .log("The agent gets no certificate, and goes on without a new one");
    }

    /** When two thirds of what is left are over. */
    private Instant renewAt(AgentKey key) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, key.certificate().getNotAfter().toInstant());
        return now.plus(left.multipliedBy(2).dividedBy(3));
    }
}
