package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.Destination;
import dev.culvert.gateway.relay.Refusal;
import dev.culvert.gateway.relay.Relay;
import dev.culvert.gateway.relay.RequestId;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.tunnel.carrier.Tunnel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by host and path who answers a request. Never redirects, and says 404 of no cluster's path: clients would take it for
 * an object's.
 */
final class Dispatcher {
    private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);

    private static final Set<String> REFUSED_METHODS = Set.of("CONNECT", "TRACE", "TRACK");

    /** For all of it: the request's body, the answer, and until its caller has taken that. */
    private static final long OWN_MILLIS = 60_000;

    private final Relay relay;
    private final Handler<HttpServerRequest> tunnel;
    private final HostForm hostForm;
    private final OwnPaths own;

    Dispatcher(Relay relay, Handler<HttpServerRequest> tunnel, HostForm hostForm, OwnPaths own) {
        this.relay = relay;
        this.tunnel = tunnel;
        this.hostForm = hostForm;
        this.own = own;
    }

    /**
     * Completes when the request has been answered; an agent's carrier when it has ended. Fails when an answer of the gateway's own
     * could not be delivered, or was not taken in time.
     */
    Future<Void> dispatch(HttpServerRequest request) {
        try {
            return route(request);
        } catch (StatusException refused) {
            return Refusal.answer(request, refused, RequestId.random());
        } catch (RuntimeException fault) {
            return failed(request, fault);
        }
    }

    /** Without an answer the caller would wait for ever. */
    private static Future<Void> failed(HttpServerRequest request, RuntimeException fault) {
        String requestId = RequestId.random();
        LOGGER.atError().setCause(fault).addKeyValue("requestId", requestId).log("request failed in the gateway");
        return Refusal.answer(request, StatusException.internalError("the request failed in the gateway"), requestId);
    }

    private Future<Void> route(HttpServerRequest request) {
        if (REFUSED_METHODS.contains(request.method().name())) {
            throw new StatusException(StatusReason.METHOD_NOT_ALLOWED, "the method is not served");
        }
        String host = host(request);
        String target = RequestTarget.originForm(request.uri(), host);
        // First: an agent need not know under which names callers are served.
        if (target.equals(Tunnel.PATH)) {
            return tunnel(request);
        }
        if (target.equals(Tunnel.CERTIFICATE_PATH) && own.serves(target)) {
            return own(request, target);
        }
        Optional<Destination> destination = hostForm.parse(host, target).or(() -> ClusterPath.parse(target));
        if (destination.isEmpty() && own.serves(target)) {
            return own(request, target);
        }
        return relay.handle(
                request, destination.orElseThrow(() -> StatusException.forbidden("nothing is served on this path")));
    }

    private Future<Void> own(HttpServerRequest request, String target) {
        // Not the future's own timeout: where the future has no context, it comes on a thread of its own.
        Vertx vertx = Objects.requireNonNull(Vertx.currentContext(), "on the request's context")
                .owner();
        Promise<Void> answered = Promise.promise();
        long timer = vertx.setTimer(OWN_MILLIS, late -> answered.tryFail("the answer was not taken in time"));
        own.handle(request, target).onComplete(over -> {
            vertx.cancelTimer(timer);
            if (over.succeeded()) {
                answered.tryComplete();
            } else {
                answered.tryFail(over.cause());
            }
        });
        return answered.future();
    }

    private Future<Void> tunnel(HttpServerRequest request) {
        Promise<Void> ended = Promise.promise();
        // Not the close handler, which is the carrier's.
        request.response().endHandler(end -> ended.tryComplete());
        tunnel.handle(request);
        return ended.future();
    }

    /** The one host that the request names. On HTTP/2 Vert.x has seen to it that Host says the same as {@code :authority}. */
    private static String host(HttpServerRequest request) {
        List<String> lines = request.headers().getAll("Host");
        if (lines.size() > 1) {
            throw StatusException.badRequest("the request names two hosts");
        }
        if (request.version() != HttpVersion.HTTP_2) {
            return lines.isEmpty() ? "" : lines.get(0);
        }
        HostAndPort authority = request.authority();
        if (authority == null) {
            throw StatusException.badRequest("the request names no host");
        }
        return authority.port() < 0 ? authority.host() : authority.host() + ":" + authority.port();
    }
}
