package dev.culvert.benchmarks.run;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.variant.Route;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All variants of one backend, side by side. Closing it stops them, and the backend. */
public final class Stand implements AutoCloseable {

    private final Backend backend;
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, String> failed = new LinkedHashMap<>();

    private Stand(Backend backend) {
        this.backend = backend;
    }

    static Stand on(Backend backend) {
        return new Stand(backend);
    }

    void add(String variant, Route route) {
        routes.put(variant, route);
    }

    void miss(String variant, String lack) {
        missing.put(variant, lack);
    }

    void fail(String variant, String cause) {
        failed.put(variant, cause);
    }

    public Backend backend() {
        return backend;
    }

    /** @throws IllegalArgumentException when no variant of this key is open */
    public Route route(String variant) {
        Route route = routes.get(variant);
        if (route == null) {
            throw new IllegalArgumentException("no " + variant);
        }
        return route;
    }

    /** The keys of the variants that are open, in their order. */
    public List<String> variants() {
        return List.copyOf(routes.keySet());
    }

    /** What this machine lacks for some of them, by the variants' keys. */
    public Map<String, String> missing() {
        return Collections.unmodifiableMap(missing);
    }

    /** Why some did not come up, by the variants' keys. */
    public Map<String, String> failed() {
        return Collections.unmodifiableMap(failed);
    }

    @Override
    public void close() {
        routes.values().forEach(Route::close);
        backend.close();
    }
}
