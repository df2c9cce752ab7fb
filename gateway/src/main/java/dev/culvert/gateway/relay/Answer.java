package dev.culvert.gateway.relay;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.TunnelFailure;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request. Its head goes out before any byte of its body is waited for, and each piece of the body as it
 * comes; it ends as it ended in the cluster: clean, or visibly broken. Nothing of the gateway's is ever put behind a head that
 * was sent.
 */
final class Answer {
    /** HTTP/2. */
    private static final long INTERNAL_ERROR = 2;

    /** As many digits as fit into a long, whatever they are. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final Call call;
    private final @Nullable Exchange exchange;

    /**
     * @param exchange null: the caller went away before there was one
     */
    Answer(Call call, @Nullable Exchange exchange) {
        this.call = call;
        this.exchange = exchange;
    }

    /** Completes when the cluster's head is in; fails where none will come. */
    Future<Void> begun() {
        return exchange == null ? Future.succeededFuture() : exchange.response().mapEmpty();
    }

    /**
     * Completes when the answer has ended, however it did; fails with what the caller is to be told, as long as no head was
     * sent.
     */
    Future<Void> relay() {
        if (exchange == null) {
            return Future.succeededFuture();
        }
        Exchange open = exchange;
        return open.response().compose(head -> {
            if (call.isCallerGone()) {
                return Future.succeededFuture();
            }
            StatusException objection = objectionTo(head);
            if (objection != null) {
                return Future.failedFuture(objection);
            }
            return head.isSwitched() ? new UpgradeRelay(call, open).relay(head) : relay(open, head);
        });
    }

    private @Nullable StatusException objectionTo(ResponseHead head) {
        // A service behind the API server may answer 401 in its own name; from the API server it means the agent's
        // credential.
        if (head.status() == 401 && !isProxied()) {
            return TunnelFailure.agentUnauthorized();
        }
        boolean redirect = head.status() >= 300 && head.status() < 400;
        boolean invalid =
                call.isUpgrade() ? redirect : head.isSwitched() || (redirect && !isProxied() && leavesCluster(head));
        return invalid ? TunnelFailure.toStatus(new StreamResetException(ResetCode.UPSTREAM_INVALID, "")) : null;
    }

    private boolean isProxied() {
        return ProxyPath.matches(call.destination.target());
    }

    /** An aggregated API must not send callers, and their credentials, elsewhere (CVE-2022-3172). */
    private static boolean leavesCluster(ResponseHead head) {
        return head.headers().stream()
                .anyMatch(header -> header.is("Location") && LocationRewriter.namesHost(header.value()));
    }

    private Future<Void> relay(Exchange open, ResponseHead head) {
        HttpServerResponse response = call.request.response();
        Leftover leftover = Leftover.of(call.request);
        OptionalLong length;
        try {
            response.setStatusCode(head.status());
            for (Header header : ResponseHeaders.forCaller(head.headers(), call.destination.prefix())) {
                response.headers().add(header.name(), header.value());
            }
            length = announcedLength(response);
        } catch (IllegalArgumentException malformed) {
            return Future.failedFuture(
                    TunnelFailure.toStatus(new StreamResetException(ResetCode.UPSTREAM_INVALID, "")));
        }
        leftover.announce();
        Future<Void> body = hasBody(head) ? withBody(open, response, length) : withoutBody(open, response);
        return body.onSuccess(complete -> {
                    leftover.finish();
                    // The cluster need not take what is left of the request.
                    open.reset(ResetCode.CANCELLED, "the response is complete");
                })
                .recover(broken -> breakOff(open, response));
    }

    private Future<Void> withBody(Exchange open, HttpServerResponse response, OptionalLong length) {
        if (call.request.version() == HttpVersion.HTTP_1_0) {
            // Knows no chunks; writeHead() would announce them all the same.
            response.write(io.vertx.core.buffer.Buffer.buffer());
        } else {
            response.writeHead();
        }
        return Pump.start(open.in(), response, length).compose(end -> response.end());
    }

    /**
     * @throws IllegalArgumentException where it is no length, or not one
     */
    private static OptionalLong announcedLength(HttpServerResponse response) {
        List<String> lengths = response.headers().getAll(HttpHeaders.CONTENT_LENGTH);
        if (lengths.size() > 1) {
            throw new IllegalArgumentException("more than one Content-Length");
        }
        if (lengths.isEmpty()) {
            return OptionalLong.empty();
        }
        // Java's parser also takes a sign, which readers behind this one understand in other ways.
        if (!LENGTH.matcher(lengths.get(0)).matches()) {
            throw new IllegalArgumentException("no Content-Length");
        }
        return OptionalLong.of(Long.parseLong(lengths.get(0)));
    }

    private static Future<Void> withoutBody(Exchange open, HttpServerResponse response) {
        open.in().exceptionHandler(late -> {});
        open.in().handler(bytes -> {});
        return response.end();
    }

    private boolean hasBody(ResponseHead head) {
        return !call.method.equals("HEAD") && head.status() != 204 && head.status() != 304;
    }

    /** The caller must see that the body is not whole: no last chunk and the connection's end, or RST_STREAM. */
    private Future<Void> breakOff(Exchange open, HttpServerResponse response) {
        open.reset(ResetCode.CANCELLED, "the response cannot be delivered");
        if (!call.isCallerGone() && !response.ended()) {
            response.reset(INTERNAL_ERROR);
        }
        return Future.succeededFuture();
    }
}
