package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.tunnel.carrier.memory.MemoryCarriers;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cluster sent last on an upgraded connection: the end of an output, an exit code. */
class UpgradeTailTest {
    /** More than comes in one piece, and not more than may come unread. */
    private static final Buffer TAIL = Buffer.buffer("tail".repeat(5000));

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final SlowSocket socket = new SlowSocket();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void tailArrivesThoughTheClusterTakesNothingMoreOfASlowCaller() {
        Endpoint gateway = connect(UpgradeTailTest::endAndTakeNoMore);
        Future<Void> ended = on(() -> upgrade(gateway)).compose(done -> done);
        await().until(() -> !socket.events.isEmpty() && gateway.openStreams() == 0);

        on(() -> socket.callerSends("more input")).await();

        assertThat(socket.events).containsExactly("write");
        assertThat(socket.written.length()).isLessThan(TAIL.length());
        on(socket::goOn).await();
        ended.await();
        assertThat(socket.events).containsExactly("write", "write", "end");
        assertThat(socket.written).isEqualTo(TAIL);
    }

    private Future<Void> upgrade(Endpoint gateway) {
        RequestHead request = new RequestHead("POST", "/exec", List.of(), false, "SPDY/3.1", "r1");
        Exchange exchange = gateway.open(request, context);
        return exchange.response().compose(head -> UpgradeRelay.connect(socket.asNetSocket(), exchange));
    }

    private static void endAndTakeNoMore(Exchange exchange) {
        exchange.respond(new ResponseHead(101, List.of()));
        exchange.out().write(TAIL);
        exchange.out().end();
        exchange.reset(ResetCode.CANCELLED, "no more input is wanted");
    }

    private Endpoint connect(Handler<Exchange> cluster) {
        MemoryCarriers pair = MemoryCarriers.pair(vertx.getOrCreateContext(), context);
        EndpointSettings settings = EndpointSettings.defaults("test");
        Endpoint agent =
                Endpoint.dialer(pair.first(), settings.withIdentity("00112233445566778899aabbccddeeff", "c1"), cluster);
        Endpoint gateway = Endpoint.acceptor(pair.second(), "c1", settings, refused -> {});
        GatewayRig.await(Future.all(agent.ready(), gateway.ready()));
        return gateway;
    }

    private <T> Future<T> on(Callable<T> action) {
        return Future.future(promise -> context.runOnContext(go -> {
            try {
                promise.complete(action.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        }));
    }
}
