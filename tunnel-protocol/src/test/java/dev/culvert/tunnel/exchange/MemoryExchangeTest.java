package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.carrier.memory.MemoryCarriers;
import io.vertx.core.Handler;

class MemoryExchangeTest extends ExchangeContract {
    @Override
    Ends connect(EndpointSettings dialer, EndpointSettings acceptor, Handler<Exchange> answers) {
        MemoryCarriers carriers = MemoryCarriers.pair(vertx.getOrCreateContext(), vertx.getOrCreateContext());
        return new Ends(
                Endpoint.dialer(carriers.first(), dialer, answers),
                Endpoint.acceptor(carriers.second(), "c1", acceptor, exchange -> {}),
                carriers::lose);
    }
}
