package dev.culvert.gateway.authn.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, as they were fetched last.
 *
 * <p>States: none yet; fresh (younger than {@link #FRESH}); aging, where a look at the keys also starts a fetch; and too old
 * ({@link #USABLE}), which is as good as none. At most one fetch is under way, and between two beginnings lies
 * {@link #PAUSE}, however many tokens name keys that nobody knows. Any thread.
 */
final class IssuerKeys {
    /** After so long the issuer is asked whether it has withdrawn a key. */
    static final Duration FRESH = Duration.ofMinutes(10);

    /** So long keys count while the issuer is away. */
    static final Duration USABLE = Duration.ofHours(24);

    /** Between two fetches. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOGGER = LoggerFactory.getLogger(IssuerKeys.class);

    private final String issuer;
    private final Supplier<Future<JWKSet>> source;
    private final InstantSource clock;
    private @Nullable JWKSet keys;
    private Instant fetched = Instant.MIN;
    private Instant asked = Instant.MIN;
    private @Nullable Future<JWKSet> underWay;

    /**
     * @param source fetches the keys, with a deadline of its own
     */
    IssuerKeys(String issuer, Supplier<Future<JWKSet>> source, InstantSource clock) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
    }

    /** What is there; empty where nothing is, or nothing that may still be used. */
    synchronized Optional<JWKSet> current() {
        Instant now = clock.instant();
        if (keys != null && !now.isBefore(fetched.plus(FRESH))) {
            begin(now);
        }
        return Optional.ofNullable(keys).filter(there -> now.isBefore(fetched.plus(USABLE)));
    }

    /**
     * Asks the issuer, for a token that the current keys do not verify. Completes with what it says; empty where it was asked a
     * moment ago and is not asked again. Fails where it says nothing. Not always on the caller's context.
     */
    synchronized Future<Optional<JWKSet>> newer() {
        Future<JWKSet> fetch = underWay != null ? underWay : begin(clock.instant());
        return fetch == null ? Future.succeededFuture(Optional.empty()) : fetch.map(Optional::of);
    }

    /** Null where the last fetch began a moment ago. */
    private @Nullable Future<JWKSet> begin(Instant now) {
        if (underWay != null || (!asked.equals(Instant.MIN) && now.isBefore(asked.plus(PAUSE)))) {
            return underWay;
        }
        asked = now;
        Promise<JWKSet> promise = Promise.promise();
        Future<JWKSet> fetch = promise.future();
        underWay = fetch;
        source.get().onComplete(outcome -> {
            ended(outcome.succeeded() ? outcome.result() : null, outcome.cause());
            if (outcome.succeeded()) {
                promise.complete(outcome.result());
            } else {
                promise.fail(outcome.cause());
            }
        });
        return fetch;
    }

    private synchronized void ended(@Nullable JWKSet result, @Nullable Throwable cause) {
        underWay = null;
        if (result != null) {
            keys = result;
            fetched = clock.instant();
            LOGGER.atInfo()
                    .addKeyValue("issuer", issuer)
                    .addKeyValue("keys", result.getKeys().size())
                    .log("keys of an issuer fetched");
        } else {
            LOGGER.atWarn()
                    .addKeyValue("issuer", issuer)
                    .addKeyValue("error", cause == null ? "" : cause.getMessage())
                    .addKeyValue("keys", keys == null ? 0 : keys.getKeys().size())
                    .log("an issuer does not say its keys; those that are there count on");
        }
    }
}
