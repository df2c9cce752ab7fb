package dev.culvert.gateway.relay;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authz.Grant;
import dev.culvert.gateway.authz.RequestAttributes;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request on its way, and what became known of it so far. Belongs to the event loop of the caller's connection. */
final class Call {
    final HttpServerRequest request;
    final Destination destination;
    final List<Header> headers;
    final String requestId;
    final String method;
    final String upgrade;
    final RequestAttributes attributes;
    final RequestBody body;
    final Context context;

    private @Nullable Caller caller;
    private @Nullable Grant grant;
    private @Nullable List<Header> sent;
    private @Nullable Exchange exchange;
    private @Nullable Runnable place;
    private boolean bodyLate;
    private @Nullable StatusException revoked;
    private final Promise<Void> gone = Promise.promise();

    Call(HttpServerRequest request, Destination destination, List<Header> headers, String requestId) {
        this.request = request;
        this.destination = destination;
        this.headers = headers;
        this.requestId = requestId;
        this.method = PresentedMethod.of(request);
        this.upgrade = upgradeOf(request, method);
        this.attributes = RequestAttributes.of(method, destination.target(), isUpgrade());
        this.body = RequestBody.hold(request);
        this.context = Objects.requireNonNull(Vertx.currentContext(), "called on the request's context");
        request.exceptionHandler(broken -> callerGone());
        request.response().exceptionHandler(broken -> callerGone());
        request.response().closeHandler(closed -> callerGone());
    }

    /** Empty, or the protocol to switch to. The front has refused HTTP/1 requests that ask for it in a way that none may. */
    private static String upgradeOf(HttpServerRequest request, String method) {
        List<String> connection = request.headers().getAll("Connection");
        List<String> upgrade = request.headers().getAll("Upgrade");
        if (Protocol.isHttp2(request)) {
            if (!upgrade.isEmpty()) {
                throw StatusException.badRequest("a connection is upgraded over HTTP/1.1 only");
            }
            return "";
        }
        boolean asked = request.version() == HttpVersion.HTTP_1_1
                && UpgradeRequest.kindOf(method, connection, upgrade, false) == UpgradeRequest.Kind.UPGRADE;
        return asked ? upgrade.get(0).strip() : "";
    }

    boolean isUpgrade() {
        return !upgrade.isEmpty();
    }

    boolean isWebSocket() {
        return upgrade.equalsIgnoreCase("websocket");
    }

    Call authenticatedAs(Caller newCaller) {
        caller = newCaller;
        return this;
    }

    Call granted(Grant newGrant) {
        grant = newGrant;
        return this;
    }

    /** These lines go into the tunnel: the identity in the cluster is among them. */
    Call sending(List<Header> newSent) {
        sent = newSent;
        return this;
    }

    /** Holds a place among the requests under way until it {@link #leave leaves}. */
    Call admitted(Runnable newPlace) {
        place = newPlace;
        return this;
    }

    /** It is over, however it ended. */
    void leave() {
        if (place != null) {
            place.run();
        }
    }

    Caller caller() {
        return Objects.requireNonNull(caller, "not authenticated");
    }

    Grant grant() {
        return Objects.requireNonNull(grant, "not authorized");
    }

    /** For logs: empty before it is known. */
    String user() {
        return caller == null ? "" : caller.name();
    }

    RequestHead head(boolean withBody) {
        List<Header> lines = Objects.requireNonNull(sent, "no identity yet");
        return new RequestHead(method, destination.target(), lines, withBody, upgrade, requestId);
    }

    /** From here on the exchange is told when the caller goes away; at once, where it has gone already. */
    void carriedBy(Exchange newExchange) {
        exchange = newExchange;
        if (isCallerGone()) {
            cancel(newExchange);
        } else if (revoked != null) {
            newExchange.reset(ResetCode.CANCELLED, "the caller's access has ended");
        }
    }

    /** Whether nobody is there any more to answer. */
    boolean isCallerGone() {
        return gone.future().isComplete();
    }

    /** Completes when nobody is there any more to answer; may never. */
    Future<Void> gone() {
        return gone.future();
    }

    /** The caller's connection ended, or its stream was reset, before the response was complete. */
    void callerGone() {
        if (gone.tryComplete() && exchange != null) {
            cancel(exchange);
        }
    }

    /**
     * Whether the request, which failed so, can be sent once more, since no carrier has taken it and all of it is still here.
     * True: its body is held back again.
     */
    boolean mayTryAgain(Throwable failure) {
        boolean notTaken = failure instanceof StreamResetException reset
                && !reset.mayHaveExecuted()
                && (reset.code() == ResetCode.REFUSED || reset.code() == ResetCode.CARRIER_LOST);
        return notTaken && !isCallerGone() && revoked == null && body.takeBack();
    }

    /** The body has stopped coming: nothing is expected of the cluster any more. */
    void bodyLate() {
        bodyLate = true;
        if (exchange != null) {
            exchange.reset(ResetCode.CANCELLED, "the request's body stopped coming");
        }
    }

    /** Its caller could not begin it any more: nothing is expected of the cluster, and the caller gets no more of the answer. */
    void revoke(StatusException why) {
        if (revoked == null) {
            revoked = why;
            if (exchange != null) {
                exchange.reset(ResetCode.CANCELLED, "the caller's access has ended");
            }
        }
    }

    /** What its caller is to be told, where it was revoked and nothing was answered yet. */
    Optional<StatusException> revoked() {
        return Optional.ofNullable(revoked);
    }

    boolean isBodyLate() {
        return bodyLate;
    }

    /** The caller gets an error of the gateway instead of what the cluster may still say. */
    void abandon() {
        body.discard();
        if (!request.response().headWritten()) {
            request.response().headers().clear();
        }
        if (exchange != null) {
            exchange.reset(ResetCode.CANCELLED, "the answer is not relayed");
        }
    }

    private static void cancel(Exchange exchange) {
        exchange.reset(ResetCode.CANCELLED, "the caller is gone");
    }
}
