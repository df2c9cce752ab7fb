package dev.culvert.gateway.relay;

import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.util.List;

/**
 * A connection that switched protocols: raw bytes both ways, whatever they mean. The end of one direction lets the other one
 * finish: exit codes and the last lines of output come behind it.
 */
final class UpgradeRelay {
    /** How long the cluster may take to end its side when the caller's connection has ended. */
    private static final long AFTER_CALLER_MILLIS = 10_000;

    private final Call call;
    private final Exchange exchange;

    UpgradeRelay(Call call, Exchange exchange) {
        this.call = call;
        this.exchange = exchange;
    }

    /** Sends the 101 with the cluster's headers. Completes when the connection has ended. */
    Future<Void> relay(ResponseHead head) {
        HttpServerResponse response = call.request.response();
        List<Header> headers = ResponseHeaders.forCaller(head.headers(), call.destination.prefix());
        for (Header header : headers) {
            if (!header.is("Content-Length")) {
                response.headers().add(header.name(), header.value());
            }
        }
        // Exactly these lines: some clients read the first Connection line only, some compare it whole.
        response.headers().add("Connection", "Upgrade");
        response.headers().add("Upgrade", protocol(head));
        return call.request.toNetSocket().compose(socket -> connect(socket, exchange));
    }

    private String protocol(ResponseHead head) {
        return head.headers().stream()
                .filter(header -> header.is("Upgrade"))
                .map(Header::value)
                .findFirst()
                .orElse(call.upgrade);
    }

    /** Completes when the connection has ended. */
    static Future<Void> connect(NetSocket socket, Exchange exchange) {
        // The end below waits behind bytes that the cluster may never take; this does not.
        socket.closeHandler(closed -> limitTheRest(exchange));
        Future<Void> toCluster = Pump.start(socket, exchange.out());
        Future<Void> toCaller = Pump.start(exchange.in(), socket);
        toCluster.onSuccess(end -> {
            exchange.out().end();
            limitTheRest(exchange);
        });
        toCluster.onFailure(broken -> {
            // That the cluster takes no more says nothing of what it has sent: the other direction ends by itself.
            if (!(broken instanceof StreamResetException)) {
                exchange.reset(ResetCode.CANCELLED, "the caller's connection broke");
                socket.close();
            }
        });
        // Behind the last byte; a broken end looks the same to TCP, and no protocol's goodbye is invented for it.
        return toCaller.transform(ended -> ended.succeeded() ? socket.end() : socket.close())
                .otherwiseEmpty();
    }

    private static void limitTheRest(Exchange exchange) {
        Vertx vertx = exchange.context().owner();
        long timer = vertx.setTimer(
                AFTER_CALLER_MILLIS, over -> exchange.reset(ResetCode.CANCELLED, "the caller's connection has ended"));
        exchange.closed().onComplete(closed -> vertx.cancelTimer(timer));
    }
}
