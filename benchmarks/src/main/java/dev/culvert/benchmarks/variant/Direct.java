package dev.culvert.benchmarks.variant;

import java.util.List;

/** Nothing between caller and backend. */
final class Direct implements Variant {
    @Override
    public String key() {
        return "direct";
    }

    @Override
    public String description() {
        return "the caller speaks to the backend itself";
    }

    @Override
    public Route open(Ground ground) {
        return new Route(ground.backend().endpoint(), List.of());
    }
}
