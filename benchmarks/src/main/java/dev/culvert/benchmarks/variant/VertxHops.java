package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Daemon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reverse proxies on what the gateway is made of: Vert.x and BoringSSL, in a JVM with the gateway's options. */
final class VertxHops implements Variant {

    private final int hops;

    VertxHops(int hops) {
        this.hops = hops;
    }

    @Override
    public String key() {
        return "vertx-" + hops;
    }

    @Override
    public String description() {
        return "a plain reverse proxy in Vert.x, which takes no upgrades, " + hops
                + (hops == 1 ? " hop" : " hops in a row");
    }

    @Override
    public Route open(Ground ground) throws IOException {
        return Hops.open(ground, hops, (place, port, upstream, name) -> start(ground, place, port, upstream, name))
                .withoutUpgrades();
    }

    private static Daemon start(Ground ground, Place place, int port, Endpoint upstream, String name) {
        Path repository = ground.repository();
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + repository.resolve("scripts/support/jvm/gateway"),
                "-jar",
                repository.resolve("benchmarks/target/benchmarks.jar").toString(),
                "hop",
                "--listen=" + place.address() + ":" + port,
                "--certificate=" + ground.certificates().certificate(),
                "--key=" + ground.certificates().key(),
                "--upstream=" + upstream.base(),
                "--authority=" + upstream.authority());
        return Daemon.start(
                name, place.command(line), Map.of(), ground.directory().resolve(name + ".log"));
    }
}
