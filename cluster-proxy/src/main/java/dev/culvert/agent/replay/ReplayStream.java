package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiServer;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange's side of a replay, whichever connection it goes over: sends heads once, ends once, and counts what was
 * promised. On the exchange's event loop.
 */
final class ReplayStream {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayStream.class);
    /** What a caller that has its whole response gets to finish its request, or an upgraded one to hang up. */
    private static final long LEFTOVER_MS = 30_000;

    private final Exchange exchange;
    private final Vertx vertx;
    private final Budget budget;
    private long promised = -1;
    private long relayed;
    private boolean responded;
    private boolean over;

    /**
     * @param budget for what waits in memory, of the whole process
     */
    ReplayStream(Exchange exchange, Vertx vertx, Budget budget) {
        this.exchange = exchange;
        this.vertx = vertx;
        this.budget = budget;
    }

    Exchange exchange() {
        return exchange;
    }

    boolean isOver() {
        return over;
    }

    boolean hasResponded() {
        return responded;
    }

    /**
     * Passes the response's head on. False where it must not be relayed; the exchange is then reset.
     *
     * @param server that sent it
     */
    boolean respond(int status, List<Header> headers, ApiServer server) {
        RequestHead request = exchange.request();
        if (status == 101 ? !request.isUpgrade() : status < 200 || status > 999) {
            breakOff(ResetCode.UPSTREAM_INVALID, "the API server answered with status " + status);
            return false;
        }
        if (request.isUpgrade() && status >= 300 && status < 400) {
            // A redirect would send the caller's next bytes elsewhere. A 200 is what the API server itself answers
            // where it
            // sees no upgrade, and what tells some clients to watch without one.
            breakOff(ResetCode.UPSTREAM_INVALID, "the API server answered an upgrade with status " + status);
            return false;
        }
        boolean bodiless = request.method().equals("HEAD") || status == 101 || status == 204 || status == 304;
        if (!bodiless) {
            for (Header header : headers) {
                if (header.is("content-length")) {
                    promised = RequestCheck.contentLength(header.value());
                }
            }
        }
        responded = true;
        exchange.respond(new ResponseHead(status, HopHeaders.forResponse(status, headers, server)));
        return true;
    }

    /**
     * What moves the response's bytes.
     *
     * @param giveUp stops the API server, where the bytes that it has under way do not fit into memory
     */
    ResponsePump pump(ReadStream<Buffer> from, Runnable giveUp) {
        return new ResponsePump(from, exchange, budget, () -> {
            breakOff(ResetCode.INTERNAL_ERROR, "no memory is left for responses that are not read");
            giveUp.run();
        });
    }

    /** Counts bytes that are relayed to the gateway. False where the server sends more than it promised. */
    boolean count(Buffer bytes) {
        relayed += bytes.length();
        if (promised >= 0 && relayed > promised) {
            breakOff(ResetCode.UPSTREAM_BROKEN, "the API server sent more than its content-length");
            return false;
        }
        return true;
    }

    /** The response, or the API server's half of an upgraded connection, has ended in good order. */
    void finish(boolean requestEnded) {
        if (over) {
            return;
        }
        if (promised >= 0 && relayed != promised) {
            breakOff(ResetCode.UPSTREAM_BROKEN, "the API server sent less than its content-length");
            return;
        }
        over = true;
        exchange.out().end();
        if (!requestEnded) {
            discardRest();
        }
    }

    // A reset right behind the end could overtake what the gateway still holds of the response: so the rest of the
    // request is
    // taken and thrown away, for a while.
    private void discardRest() {
        exchange.in().exceptionHandler(reset -> {});
        exchange.in().endHandler(end -> {});
        exchange.in().handler(rest -> {});
        exchange.in().resume();
        long timer = vertx.setTimer(
                LEFTOVER_MS, id -> exchange.reset(ResetCode.CANCELLED, "the response ended before the request"));
        exchange.closed().onComplete(closed -> vertx.cancelTimer(timer));
    }

    /** Breaks the exchange: the gateway must not take what it has for the whole. */
    void breakOff(ResetCode code, String message) {
        if (over) {
            return;
        }
        over = true;
        LOG.atDebug()
                .addKeyValue("requestId", exchange.request().requestId())
                .addKeyValue("code", code)
                .addKeyValue("error", message)
                .log("Exchange broken off");
        exchange.reset(code, message);
    }

    /** The caller has gone, or the carrier: nothing more is to be said. */
    void abandon() {
        over = true;
    }
}
