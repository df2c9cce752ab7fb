package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reverse proxies in C, TLS on every hop. Connections between hops are kept and shared. */
final class HaProxy implements Variant {

    private final int hops;

    HaProxy(int hops) {
        this.hops = hops;
    }

    @Override
    public String key() {
        return "haproxy-" + hops;
    }

    @Override
    public String description() {
        return "HAProxy, " + hops + (hops == 1 ? " hop" : " hops in a row");
    }

    @Override
    public Optional<String> version(Toolbox toolbox) {
        return toolbox.version("haproxy", "-v");
    }

    @Override
    public Optional<String> missing(Toolbox toolbox) {
        return toolbox.find("haproxy").isPresent() ? Optional.empty() : Optional.of("no haproxy");
    }

    @Override
    public Route open(Ground ground) throws IOException {
        return Hops.open(ground, hops, (place, port, upstream, name) -> start(ground, place, port, upstream, name));
    }

    private static Daemon start(Ground ground, Place place, int port, Endpoint upstream, String name)
            throws IOException {
        Path file = ground.directory().resolve(name + ".cfg");
        Files.writeString(
                file,
                CONFIGURATION.formatted(
                        place.address(),
                        port,
                        ground.certificates().combined(),
                        upstream.base().getHost(),
                        upstream.base().getPort(),
                        upstream.authority()));
        List<String> line = List.of(ground.toolbox().require("haproxy"), "-db", "-f", file.toString());
        return Daemon.start(
                name,
                place.command(line),
                ground.toolbox().environment("haproxy"),
                ground.directory().resolve(name + ".log"));
    }

    private static final String CONFIGURATION = """
        global
          ssl-default-bind-options ssl-min-ver TLSv1.2
        defaults
          mode http
          timeout connect 10s
          timeout client 1h
          timeout server 1h
          timeout tunnel 1h
          http-reuse always
        frontend callers
          bind %s:%d ssl crt %s alpn h2,http/1.1 backlog 8192
          default_backend next
        backend next
          server next %s:%d ssl verify required ca-file %s
        """;
}
