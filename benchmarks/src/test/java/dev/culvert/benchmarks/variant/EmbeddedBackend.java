package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.clusters.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stand-in for an API server in this JVM: enough to see that a way leads there. */
record EmbeddedBackend(EmbeddedCluster cluster, Path authority) implements Backend {

    static EmbeddedBackend start(Path directory) throws IOException {
        EmbeddedCluster cluster = EmbeddedCluster.start();
        Path authority = directory.resolve("backend-ca.crt");
        return new EmbeddedBackend(
                cluster, Files.writeString(authority, cluster.access().caPem()));
    }

    @Override
    public String key() {
        return "embedded";
    }

    @Override
    public String description() {
        return cluster.describe();
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint(cluster.server(), authority, cluster.access().token());
    }

    @Override
    public Path kubeconfig() {
        return cluster.kubeconfig();
    }

    @Override
    public String small() {
        return "/api/v1/namespaces/default";
    }

    @Override
    public String list() {
        return "/api/v1/namespaces";
    }

    @Override
    public void close() {
        cluster.close();
    }
}
