package dev.culvert.gateway.impersonation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.registry.Clusters;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Which callers may act as somebody else, by the word of the cluster itself. What it said counts for a few seconds: clients
 * come with several requests at a time. Any event loop.
 */
public final class Impersonators {
    /** All of one request's questions together; a healthy API server takes milliseconds for each. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Duration ALLOWED_FOR = Duration.ofSeconds(5);

    /** Short, since people try again at once when they were given a right. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

    private static final int REMEMBERED = 10_000;

    private final AccessReviews reviews;
    private final Duration deadline;
    private final Cache<String, AccessReview.Verdict> verdicts;

    /** Asks those clusters. */
    public Impersonators(Clusters clusters) {
        this(clusters, DEADLINE, Ticker.systemTicker());
    }

    Impersonators(Clusters clusters, Duration deadline, Ticker ticker) {
        this.reviews = new AccessReviews(clusters);
        this.deadline = deadline;
        this.verdicts = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfter(Expiry.creating((String question, AccessReview.Verdict verdict) ->
                        verdict.allowed() ? ALLOWED_FOR : REFUSED_FOR))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Completes where the caller has every right that the identity takes, asked for one after the other; fails with a
     * {@link StatusException}: 403 where it lacks one, or the cluster does not let the agent ask, and 503 where the cluster has
     * not answered in time.
     */
    Future<Void> authorize(Caller caller, RequestedIdentity requested, Errand errand) {
        Vertx vertx = Objects.requireNonNull(Vertx.currentContext(), "called on the request's context")
                .owner();
        Promise<Void> over = Promise.promise();
        Promise<Void> result = Promise.promise();
        long timer = vertx.setTimer(deadline.toMillis(), late -> {
            result.tryFail(StatusException.serviceUnavailable(
                    "the cluster did not say in time whether you may impersonate", 1));
            over.tryComplete();
        });
        errand.gone().onComplete(gone -> over.tryComplete());
        Errand bounded = new Errand(errand.cluster(), errand.requestId(), over.future());
        Future<Void> all = Future.succeededFuture();
        for (Right right : requested.rights()) {
            all = all.compose(before -> require(caller, right, bounded));
        }
        all.onComplete(answered -> {
            vertx.cancelTimer(timer);
            if (answered.succeeded()) {
                result.tryComplete();
            } else {
                result.tryFail(answered.cause());
            }
        });
        return result.future();
    }

    private Future<Void> require(Caller caller, Right right, Errand errand) {
        Buffer question = AccessReview.question(caller, right);
        String key = errand.cluster() + "/" + sha256(question);
        AccessReview.Verdict known = verdicts.getIfPresent(key);
        Future<AccessReview.Verdict> verdict = known != null
                ? Future.succeededFuture(known)
                : reviews.ask(errand, question).onSuccess(said -> verdicts.put(key, said));
        return verdict.compose(said -> said.allowed()
                ? Future.succeededFuture()
                : Future.failedFuture(StatusException.forbidden(right.refusal(caller.name(), said.reason()))));
    }

    /** An identity may be long, and its hash is not. */
    private static String sha256(Buffer question) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(question.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
