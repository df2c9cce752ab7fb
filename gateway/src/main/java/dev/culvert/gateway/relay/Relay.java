package dev.culvert.gateway.relay;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.CallerAuthenticator;
import dev.culvert.gateway.authz.Authorizer;
import dev.culvert.gateway.impersonation.Errand;
import dev.culvert.gateway.impersonation.Identity;
import dev.culvert.gateway.limits.Admission;
import dev.culvert.gateway.registry.Clusters;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.gateway.status.TunnelFailure;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request to its cluster and the answer back. Each request stays on its connection's event loop. */
public final class Relay {
    private static final Logger LOGGER = LoggerFactory.getLogger(Relay.class);

    private final CallerAuthenticator authenticator;
    private final Predicate<Caller> current;
    private final Authorizer authorizer;
    private final Identity identity;
    private final Admission admission;
    private final Clusters clusters;
    private final Duration bodyTimeout;
    private final UnderWay underWay = new UnderWay();

    /**
     * All are called on the event loop of the caller's connection.
     *
     * @param current whether a caller that was let in would still be
     * @param bodyTimeout that the body of a request may pause before its answer begins, where the request is none of those that
     *     may last for ever; at least 1 ms
     */
    public Relay(
            CallerAuthenticator authenticator,
            Predicate<Caller> current,
            Authorizer authorizer,
            Identity identity,
            Admission admission,
            Clusters clusters,
            Duration bodyTimeout) {
        this.authenticator = authenticator;
        this.current = current;
        this.authorizer = authorizer;
        this.identity = identity;
        this.admission = admission;
        this.clusters = clusters;
        this.bodyTimeout = bodyTimeout;
    }

    /**
     * Answers the request, one way or another. Called on the request's context, before anything of its body was read.
     *
     * @return completes when the response has ended, an upgraded connection included; fails when an error could not be delivered
     */
    public Future<Void> handle(HttpServerRequest request, Destination destination) {
        List<Header> headers = Protocol.headers(request);
        String requestId = RequestId.of(headers);
        Call call;
        try {
            call = new Call(request, destination, headers, requestId);
        } catch (StatusException refused) {
            return Refusal.answer(request, refused, requestId);
        }
        long reviews = underWay.reviews();
        return Future.succeededFuture(call)
                .compose(this::authenticate)
                .compose(this::authorize)
                .compose(authorized -> enter(authorized, reviews))
                .compose(this::identify)
                .compose(this::open)
                .compose(this::relay)
                .recover(failure -> refuse(call, failure))
                .onComplete(over -> {
                    underWay.remove(call);
                    call.leave();
                });
    }

    /**
     * Looks again at everything under way, and ends what its caller could not begin any more: an answer breaks off, an upgraded
     * connection closes. Any thread; done when each event loop comes to it.
     */
    public void review() {
        underWay.review(this::review);
    }

    /** The same for what was begun by a credential whose end has come. */
    public void reviewEnded(Instant now) {
        underWay.forEach(
                call -> call.caller().end().filter(end -> !now.isBefore(end)).isPresent(), this::review);
    }

    private void review(Call call) {
        if (!current.test(call.caller())) {
            call.revoke(StatusException.unauthorized("the credential is not valid any more"));
            return;
        }
        authorizer
                .authorize(call.caller(), call.destination.cluster(), call.attributes)
                .onComplete(decided -> {
                    if (decided.failed() || !decided.result().equals(call.grant())) {
                        call.revoke(StatusException.forbidden("the access to the cluster has ended"));
                    }
                });
    }

    private Future<Call> authenticate(Call call) {
        return authenticator
                .authenticate(CallerCredential.of(call.request.connection(), call.headers, call.isWebSocket()))
                .map(call::authenticatedAs);
    }

    private Future<Call> authorize(Call call) {
        return authorizer
                .authorize(call.caller(), call.destination.cluster(), call.attributes)
                .map(call::granted)
                .map(granted ->
                        granted.admitted(admission.admit(call.caller(), call.destination.cluster(), call.attributes)));
    }

    /** From now on it is among those under way. It may have been let in by what has changed since, unseen by the review. */
    private Future<Call> enter(Call call, long reviewsBefore) {
        underWay.add(call);
        if (underWay.reviews() != reviewsBefore) {
            review(call);
        }
        return call.revoked().<Future<Call>>map(Future::failedFuture).orElseGet(() -> Future.succeededFuture(call));
    }

    private Future<Call> identify(Call call) {
        Errand errand = new Errand(call.destination.cluster(), call.requestId, call.gone());
        return identity.apply(
                        RequestHeaders.forwardable(call.headers),
                        call.grant().identityOf(call.caller()),
                        call.grant(),
                        errand)
                .map(call::sending);
    }

    private Future<Answer> open(Call call) {
        Context context = Objects.requireNonNull(Vertx.currentContext(), "called on the request's context");
        boolean expectsContinue = Expectation.of(call.headers);
        return call.body.follows(context).compose(body -> {
            RequestHead head = call.head(body);
            String cluster = call.destination.cluster();
            return clusters.endpoint(cluster, call.gone())
                    .compose(endpoint -> attempt(call, head, expectsContinue, endpoint, context)
                            .recover(failure -> call.mayTryAgain(failure)
                                    ? clusters.another(cluster, endpoint, call.gone())
                                            .compose(other -> attempt(call, head, false, other, context))
                                    : Future.failedFuture(failure)));
        });
    }

    /** Completes when the cluster's answer begins, or nobody waits for it any more. */
    private Future<Answer> attempt(
            Call call, RequestHead head, boolean expectsContinue, Endpoint endpoint, Context context) {
        Answer answer = begin(call, head, expectsContinue, endpoint, context);
        return answer.begun()
                .recover(failure -> Future.failedFuture(call.isBodyLate() ? bodyLate() : failure))
                .map(begun -> {
                    call.body.letGo();
                    return answer;
                });
    }

    private Answer begin(Call call, RequestHead head, boolean expectsContinue, Endpoint endpoint, Context context) {
        if (call.isCallerGone()) {
            return new Answer(call, null);
        }
        Exchange exchange = endpoint.open(head, context);
        call.carriedBy(exchange);
        if (head.body()) {
            if (expectsContinue) {
                call.request.response().writeContinue();
            }
            // Its failure is the response's, or nothing: an answer may be complete before the request is.
            call.body.sendTo(exchange.out());
            if (!call.attributes.info().isLongRunning()) {
                Future<?> answered = exchange.response();
                BodyDeadline.watch(
                        context.owner(), call.body, exchange.out(), bodyTimeout, answered::isComplete, call::bodyLate);
            }
        }
        return new Answer(call, exchange);
    }

    private StatusException bodyLate() {
        return new StatusException(
                StatusReason.REQUEST_TIMEOUT,
                "the request's body stopped coming for " + bodyTimeout.toSeconds() + " s");
    }

    private Future<Void> relay(Answer answer) {
        return answer.relay();
    }

    private static Future<Void> refuse(Call call, Throwable failure) {
        if (call.isCallerGone()) {
            return Future.succeededFuture();
        }
        StatusException status = call.revoked().orElseGet(() -> toStatus(failure, call));
        LOGGER.atInfo()
                .addKeyValue("cluster", call.destination.cluster())
                .addKeyValue("requestId", call.requestId)
                .addKeyValue("user", call.user())
                .addKeyValue("statusCode", status.code())
                .addKeyValue("error", failure instanceof StreamResetException ? failure.getMessage() : status.text())
                .log("request refused");
        call.abandon();
        return Refusal.answer(call.request, status, call.requestId);
    }

    private static StatusException toStatus(Throwable failure, Call call) {
        if (failure instanceof StatusException status) {
            return status;
        }
        if (failure instanceof StreamResetException reset) {
            return TunnelFailure.toStatus(reset);
        }
        LOGGER.atError()
                .setCause(failure)
                .addKeyValue("requestId", call.requestId)
                .log("request failed in the gateway");
        return StatusException.internalError("the request failed in the gateway");
    }
}
