package dev.culvert.benchmarks.culvert;

import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * The agent of a gateway's cluster.
 *
 * @param place where it runs
 * @param kubeconfig of its API server
 */
public record Agent(Gateway gateway, Place place, Path kubeconfig) {

    /** Starts it and waits until it is ready. */
    public Daemon start(Path log) {
        int health = Ports.free();
        return start("", health, log).awaitReady(URI.create("http://" + place.address() + ":" + health + "/readyz"));
    }

    /**
     * Starts it without waiting for it.
     *
     * @param javaOptions that win over its own; may be empty
     * @param health the port of its health
     */
    public Daemon start(String javaOptions, int health, Path log) {
        List<String> line = List.of(
                Gateway.script(gateway.repository(), "cluster-proxy"),
                "run",
                "--gateway=" + gateway.url(),
                "--token-file=" + gateway.agentToken(),
                "--ca-file=" + gateway.authority(),
                "--kubeconfig=" + kubeconfig,
                "--health-address=" + place.address() + ":" + health);
        return Jvm.start("cluster-proxy", place.command(line), javaOptions, log);
    }
}
