package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.process.Daemon;
import java.util.List;

/**
 * A variant that runs and serves.
 *
 * @param endpoint where callers send the backend's paths to, and with which credential
 * @param daemons the processes between caller and backend, the caller's side first; stopped in the opposite order
 * @param upgrades whether connections may leave HTTP behind, as those of {@code kubectl exec} do
 */
public record Route(Endpoint endpoint, List<Daemon> daemons, boolean upgrades) implements AutoCloseable {
    public Route {
        daemons = List.copyOf(daemons);
    }

    /** One that takes upgrades. */
    public Route(Endpoint endpoint, List<Daemon> daemons) {
        this(endpoint, daemons, true);
    }

    Route withoutUpgrades() {
        return new Route(endpoint, daemons, false);
    }

    /** Whether a process of it runs in a JVM. */
    public boolean hasJvm() {
        return daemons.stream().anyMatch(Daemon::isJvm);
    }

    @Override
    public void close() {
        for (int i = daemons.size() - 1; i >= 0; i--) {
            daemons.get(i).close();
        }
    }
}
