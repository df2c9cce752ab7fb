package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.OpenCarriers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Dials gRPC carriers over TLS and HTTP/2. */
public final class GrpcDialer implements Dialer {
    private final Vertx vertx;
    private final DialTarget target;
    private final GrpcClients clients;
    private final OpenCarriers carriers = new OpenCarriers();

    public GrpcDialer(Vertx vertx, DialTarget target) {
        this.vertx = vertx;
        this.target = target;
        this.clients = new GrpcClients(vertx, target);
    }

    @Override
    public String kind() {
        return "grpc";
    }

    @Override
    public Future<Carrier> dial() {
        if (carriers.closed()) {
            return OpenCarriers.refuse();
        }
        Context context = vertx.getOrCreateContext();
        if (!context.isEventLoopContext()) {
            return Future.failedFuture(new IllegalStateException("a carrier is dialled on an event loop"));
        }
        return new GrpcDial(context, clients, carriers, target).start();
    }

    @Override
    public Future<Void> close() {
        carriers.close();
        return clients.closeAll();
    }

    /** Clients, and with them connections, that are not closed yet. */
    int openClients() {
        return clients.open();
    }
}
