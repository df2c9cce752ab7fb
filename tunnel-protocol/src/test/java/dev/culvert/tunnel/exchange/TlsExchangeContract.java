package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.TlsWire;
import dev.culvert.tunnel.carrier.Wire;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Exchanges over a carrier that has a network under it. */
abstract class TlsExchangeContract extends ExchangeContract {
    private final BiFunction<Vertx, DialTarget, Dialer> kind;
    private @Nullable Wire wire;

    TlsExchangeContract(BiFunction<Vertx, DialTarget, Dialer> kind) {
        this.kind = kind;
    }

    @Override
    Ends connect(EndpointSettings dialer, EndpointSettings acceptor, Handler<Exchange> answers) throws Exception {
        Wire made = new TlsWire(vertx, kind);
        wire = made;
        Wire.Ends carriers = made.connect();
        return new Ends(
                Endpoint.dialer(carriers.dialled(), dialer, answers),
                Endpoint.acceptor(carriers.accepted(), "c1", acceptor, exchange -> {}),
                () -> {
                    try {
                        made.cut();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @AfterEach
    void closeWire() throws Exception {
        if (wire != null) {
            wire.close();
        }
    }
}
