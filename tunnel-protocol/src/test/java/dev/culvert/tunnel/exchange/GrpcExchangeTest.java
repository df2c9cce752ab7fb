package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.carrier.grpc.GrpcDialer;

class GrpcExchangeTest extends TlsExchangeContract {
    GrpcExchangeTest() {
        super(GrpcDialer::new);
    }
}
