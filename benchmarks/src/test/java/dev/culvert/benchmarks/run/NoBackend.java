package dev.culvert.benchmarks.run;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.backend.Endpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Nothing answers there. */
final class NoBackend implements Backend {
    @Override
    public String key() {
        return "none";
    }

    @Override
    public String description() {
        return "nothing";
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint(URI.create("https://localhost:1"), kubeconfig(), Optional.empty());
    }

    @Override
    public Path kubeconfig() {
        return Path.of("none");
    }

    @Override
    public String small() {
        return "/small";
    }

    @Override
    public String list() {
        return "/list";
    }

    @Override
    public void close() {}
}
