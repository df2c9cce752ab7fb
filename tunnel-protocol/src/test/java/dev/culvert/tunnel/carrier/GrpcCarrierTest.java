package dev.culvert.tunnel.carrier;

import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import io.vertx.core.Vertx;

class GrpcCarrierTest extends CarrierContract {
    @Override
    Wire wire(Vertx vertx) throws Exception {
        return new TlsWire(vertx, GrpcDialer::new);
    }
}
