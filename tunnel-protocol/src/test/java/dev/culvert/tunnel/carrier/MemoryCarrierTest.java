package dev.culvert.tunnel.carrier;

import dev.culvert.tunnel.carrier.memory.MemoryCarriers;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

class MemoryCarrierTest extends CarrierContract {
    @Override
    Wire wire(Vertx vertx) {
        return new MemoryWire(vertx);
    }

    private static final class MemoryWire implements Wire {
        private final Vertx vertx;
        private final List<MemoryCarriers> pairs = new ArrayList<>();

        MemoryWire(Vertx vertx) {
            this.vertx = vertx;
        }

        @Override
        public Ends connect() throws Exception {
            MemoryCarriers pair = MemoryCarriers.pair(Contexts.fresh(vertx), Contexts.fresh(vertx));
            pairs.add(pair);
            return new Ends(pair.first(), pair.second());
        }

        @Override
        public void cut() {
            pairs.forEach(MemoryCarriers::lose);
        }

        @Override
        public void close() {
            cut();
        }
    }
}
