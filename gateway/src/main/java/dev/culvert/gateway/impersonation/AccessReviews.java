package dev.culvert.gateway.impersonation;

import dev.culvert.gateway.registry.Clusters;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.TunnelFailure;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.transport.WholeBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;

/** Asks clusters for access reviews, as the agent. No state; each question stays on the event loop that asked it. */
final class AccessReviews {
    /** Of an answer; a review with hundreds of groups is far smaller. */
    private static final int MAX_ANSWER = 2 << 20;

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Clusters clusters;

    AccessReviews(Clusters clusters) {
        this.clusters = clusters;
    }

    /**
     * Completes with the verdict; fails with a {@link StatusException}, or with {@link StreamResetException} where the way to
     * the cluster broke. A question changes nothing, so it is asked once more where an exchange broke.
     */
    Future<AccessReview.Verdict> ask(Errand errand, Buffer question) {
        Context context = Objects.requireNonNull(Vertx.currentContext(), "called on the request's context");
        return clusters.endpoint(errand.cluster(), errand.gone())
                .compose(endpoint -> ask(errand, question, endpoint, context)
                        .recover(failure -> failure instanceof StreamResetException
                                        && !errand.gone().isComplete()
                                ? clusters.another(errand.cluster(), endpoint, errand.gone())
                                        .compose(other -> ask(errand, question, other, context))
                                : Future.failedFuture(failure)));
    }

    private static Future<AccessReview.Verdict> ask(
            Errand errand, Buffer question, Endpoint endpoint, Context context) {
        RequestHead head = new RequestHead(
                "POST",
                AccessReview.PATH,
                List.of(
                        new Header("Accept", "application/json"),
                        new Header("Content-Type", "application/json"),
                        new Header("Content-Length", Integer.toString(question.length())),
                        new Header("User-Agent", "culvert-gateway")),
                true,
                "",
                errand.requestId());
        Exchange exchange = endpoint.open(head, context);
        errand.gone().onComplete(over -> exchange.reset(ResetCode.CANCELLED, "nobody waits for the answer"));
        exchange.out().end(question);
        return exchange.response().compose(answer -> read(exchange).compose(body -> verdict(answer, body)));
    }

    private static Future<Buffer> read(Exchange exchange) {
        return WholeBody.read(exchange.in(), MAX_ANSWER).recover(failure -> {
            if (!(failure instanceof WholeBody.TooLongException)) {
                return Future.failedFuture(failure);
            }
            exchange.reset(ResetCode.CANCELLED, "the answer is too long");
            return Future.failedFuture(misunderstood());
        });
    }

    private static Future<AccessReview.Verdict> verdict(ResponseHead head, Buffer body) {
        return switch (head.status()) {
            case 200, 201 ->
                AccessReview.answer(body)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(misunderstood()));
            case 401 -> Future.failedFuture(TunnelFailure.agentUnauthorized());
            case 403 -> Future.failedFuture(mayNotAsk());
            case 429, 500, 503, 504 ->
                Future.failedFuture(StatusException.serviceUnavailable(
                        "the cluster does not say now whether you may impersonate", RETRY_AFTER_SECONDS));
            default -> Future.failedFuture(misunderstood());
        };
    }

    private static StatusException mayNotAsk() {
        return StatusException.forbidden("nested impersonation needs the agent to have the right to create"
                + " subjectaccessreviews.authorization.k8s.io in the cluster, which it does not have");
    }

    private static StatusException misunderstood() {
        return StatusException.internalError("the cluster's answer to an access review was not understood");
    }
}
