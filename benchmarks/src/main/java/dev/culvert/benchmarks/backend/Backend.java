package dev.culvert.benchmarks.backend;

import dev.culvert.benchmarks.process.Daemon;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What requests are sent to in the end, over HTTP/1.1 and HTTP/2 with TLS. It stands at the edge. */
public interface Backend extends AutoCloseable {

    /** A word for it, in options and in the report. */
    String key();

    /** What it is, in one line of the report. */
    String description();

    /** The direct way, with credentials that do everything that workloads do. */
    Endpoint endpoint();

    /** A kubeconfig for the same. */
    Path kubeconfig();

    /** Its processes, as far as they are ours to meter. */
    default List<Daemon> daemons() {
        return List.of();
    }

    /** A GET of this is answered with about 2 KiB. */
    String small();

    /** A GET of this is answered with about 5 MB; compressed where the caller takes gzip. */
    String list();

    /** A GET of this is answered with a body of hundreds of megabytes; empty where there is no such thing. */
    default Optional<String> download() {
        return Optional.empty();
    }

    /** What takes any body, and reads all of it before it answers; empty where there is no such thing. */
    default Optional<Sink> upload() {
        return Optional.empty();
    }

    /**
     * A watch whose events say when they were sent, as {@code "sent":"NANOSECONDS"} by {@link System#nanoTime}; empty where there
     * is no such thing.
     *
     * @param period milliseconds from one event to the next
     */
    default Optional<String> watch(int period) {
        return Optional.empty();
    }

    /** A pod with a shell in which commands can be run; empty where there is none. */
    default Optional<Pod> pod() {
        return Optional.empty();
    }

    /** A pod. */
    record Pod(String namespace, String name) {}

    /**
     * Where bodies can be sent to.
     *
     * @param method with which
     */
    record Sink(String method, String path) {}

    @Override
    void close();
}
