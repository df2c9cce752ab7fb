package dev.culvert.gateway.authn.certificate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.CallerAuthenticator;
import dev.culvert.gateway.authn.Credential;
import dev.culvert.gateway.authn.Proof;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Callers by client certificates. Any thread. */
public final class CertificateCallers implements CallerAuthenticator {
    private static final Logger LOGGER = LoggerFactory.getLogger(CertificateCallers.class);

    /** A path costs some signatures, and a client comes with many requests. */
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(60);

    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private volatile State state;
    private volatile String problem = "";

    /** What was found under one trust goes with it. */
    private static final class State {
        private final ClientTrust trust;
        private final Cache<List<X509Certificate>, Caller> verified = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(REMEMBERED_FOR)
                .executor(Runnable::run)
                .build();

        State(ClientTrust trust) {
            this.trust = trust;
        }
    }

    /** Those that the trust lets in, until {@link #use} or {@link #watch} brings another. */
    public CertificateCallers(ClientTrust trust, InstantSource clock) {
        this.state = new State(trust);
        this.clock = clock;
    }

    /** From now on this decides. */
    public void use(ClientTrust trust) {
        state = new State(trust);
    }

    /** Whose certificates count. */
    public List<X509Certificate> authorities() {
        return state.trust.authorities();
    }

    /**
     * Reads the files again and again, on a worker thread, until Vert.x is closed. What cannot be read changes nothing.
     *
     * @param changed called when there are other authorities, or other certificates are revoked, and that counts
     */
    public void watch(Vertx vertx, TrustFiles files, Duration betweenLooks, Runnable changed) {
        vertx.setTimer(betweenLooks.toMillis(), time -> read(vertx, files)
                .onSuccess(trust -> {
                    problem = "";
                    if (!trust.saysTheSame(state.trust)) {
                        use(trust);
                        LOGGER.atInfo()
                                .addKeyValue("authorities", trust.authorities().size())
                                .addKeyValue("revoked", trust.revoked())
                                .log("other client certificates count");
                        changed.run();
                    }
                })
                .onFailure(this::unreadable)
                .onComplete(read -> watch(vertx, files, betweenLooks, changed)));
    }

    /** Once, and not at each look. */
    private void unreadable(Throwable failure) {
        String why = String.valueOf(failure.getMessage());
        if (!why.equals(problem)) {
            problem = why;
            LOGGER.atWarn().addKeyValue("error", why).log("client CAs cannot be read; what was read before holds on");
        }
    }

    private Future<ClientTrust> read(Vertx vertx, TrustFiles files) {
        try {
            return vertx.executeBlocking(files::read);
        } catch (RejectedExecutionException closing) {
            return Future.succeededFuture(state.trust);
        }
    }

    @Override
    public Future<Caller> authenticate(Credential credential) {
        if (credential.token().isPresent()) {
            return Future.failedFuture(StatusException.unauthorized("the token is not valid"));
        }
        if (credential.certificates().isEmpty()) {
            return Future.failedFuture(
                    StatusException.unauthorized("a bearer token, or a client certificate, is needed"));
        }
        try {
            return Future.succeededFuture(callerOf(credential.certificates()));
        } catch (InvalidCertificateException e) {
            LOGGER.atInfo().addKeyValue("error", e.getMessage()).log("a client certificate does not count");
            return Future.failedFuture(StatusException.unauthorized("the client certificate is not valid"));
        }
    }

    /**
     * Whether the caller would still be let in; one that came by something else than a certificate always would. Costs a path
     * the first time for each certificate after a change, and hardly anything then.
     */
    public boolean isCurrent(Caller caller) {
        if (!(caller.proof() instanceof Proof.Certificate shown)) {
            return true;
        }
        try {
            callerOf(shown.chain());
            return true;
        } catch (InvalidCertificateException gone) {
            return false;
        }
    }

    private Caller callerOf(List<X509Certificate> chain) throws InvalidCertificateException {
        State now = state;
        Instant time = clock.instant();
        Caller known = now.verified.getIfPresent(chain);
        if (known != null && isWithin(chain.get(0), known, time)) {
            return known;
        }
        Instant expires = now.trust.verify(chain, time);
        Caller caller = CertificateSubject.of(chain.get(0)).by(new Proof.Certificate(chain, expires));
        now.verified.put(chain, caller);
        return caller;
    }

    private static boolean isWithin(X509Certificate own, Caller known, Instant time) {
        return !time.isBefore(own.getNotBefore().toInstant())
                && known.end().filter(time::isBefore).isPresent();
    }
}
