package dev.culvert.clusters.junit;

import dev.culvert.clusters.TestCluster;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster in the engine's store, or the knowledge that there is none; closed with the store. */
record Held(@Nullable TestCluster cluster) implements AutoCloseable {
    <C extends TestCluster> Optional<C> find(Class<C> type) {
        return Optional.ofNullable(cluster).map(type::cast);
    }

    <C extends TestCluster> C as(Class<C> type) {
        return find(type).orElseThrow();
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
    }
}
