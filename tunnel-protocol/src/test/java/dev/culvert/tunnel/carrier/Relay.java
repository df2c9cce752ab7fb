package dev.culvert.tunnel.carrier;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A piece of network between two ends: passes bytes on, and can be cut. */
final class Relay {
    /** Bytes. Small, so that little is under way where a reader does not read. */
    private static final int BUFFER = 64 << 10;

    private final NetServer server;
    private final NetClient client;
    private final int target;
    private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();

    private final AtomicInteger open = new AtomicInteger();

    private Relay(Vertx vertx, int target) {
        this.server = vertx.createNetServer(new NetServerOptions().setReceiveBufferSize(BUFFER));
        this.client = vertx.createNetClient(new NetClientOptions().setSendBufferSize(BUFFER));
        this.target = target;
    }

    static Relay to(Vertx vertx, int target) throws Exception {
        Relay relay = new Relay(vertx, target);
        relay.server.connectHandler(relay::accept);
        Contexts.on(vertx, () -> relay.server.listen(0, "127.0.0.1"));
        return relay;
    }

    int port() {
        return server.actualPort();
    }

    /** Connections that came so far. */
    int connections() {
        return sockets.size() / 2;
    }

    /** Waits until so many connections are still open. */
    void awaitOpen(int count) {
        await().atMost(Witness.PATIENCE).until(() -> open.get() == count);
    }

    void cut() {
        sockets.forEach(NetSocket::close);
    }

    void close() throws Exception {
        cut();
        Future.all(server.close(), client.close()).await(10, TimeUnit.SECONDS);
    }

    private void accept(NetSocket in) {
        in.pause();
        client.connect(target, "127.0.0.1").onComplete(out -> join(in, out), cause -> in.close());
    }

    private void join(NetSocket in, NetSocket out) {
        open.incrementAndGet();
        in.closeHandler(ignored -> open.decrementAndGet());
        sockets.add(in);
        sockets.add(out);
        in.pipeTo(out);
        out.pipeTo(in);
    }
}
