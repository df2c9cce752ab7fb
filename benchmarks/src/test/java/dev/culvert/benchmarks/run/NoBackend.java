package dev.culvert.benchmarks.run;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.process.Daemon;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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
    public List<Daemon> daemons() {
        return List.of();
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
    public Optional<String> download() {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> upload() {
        return Optional.empty();
    }

    @Override
    public Optional<String> watch(int period) {
        return Optional.empty();
    }

    @Override
    public Optional<Pod> pod() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
