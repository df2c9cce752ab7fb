package dev.culvert.gateway.session;

import dev.culvert.tunnel.carrier.Acceptor;
import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the carriers that were taken: none may be before its credential was checked. */
record CountingAcceptor(Acceptor acceptor, AtomicInteger accepted) implements Acceptor {
    @Override
    public String kind() {
        return acceptor.kind();
    }

    @Override
    public boolean matches(HttpServerRequest request) {
        return acceptor.matches(request);
    }

    @Override
    public Future<Carrier> accept(HttpServerRequest request) {
        accepted.incrementAndGet();
        return acceptor.accept(request);
    }

    @Override
    public void refuse(HttpServerRequest request, Refusal refusal, String message) {
        acceptor.refuse(request, refusal, message);
    }
}
