package dev.culvert.gateway.registry;

import dev.culvert.tunnel.exchange.Endpoint;

/** A live carrier of an agent. */
record CarrierRoute(Endpoint endpoint, String session, Thread loop) implements Route {
    @Override
    public boolean available() {
        return endpoint.available();
    }

    @Override
    public int openStreams() {
        return endpoint.openStreams();
    }
}
