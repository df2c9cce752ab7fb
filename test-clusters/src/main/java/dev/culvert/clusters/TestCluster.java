package dev.culvert.clusters;

import java.net.URI;
import java.nio.file.Path;

/** A cluster to test against. */
public sealed interface TestCluster extends AutoCloseable permits EmbeddedCluster, RealCluster {
    /** The URL of the API server, without a slash at its end. */
    URI server();

    /** A kubeconfig whose current context is this cluster. */
    Path kubeconfig();

    /** What a client of one's own needs. */
    ClusterAccess access();

    /** What this is, for people. */
    String describe();

    /** Whether pods run there. */
    boolean real();

    /** Gives back what this handle holds; a real cluster goes on. */
    @Override
    void close();
}
