package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateway at the centre, the agent at the edge, started as the README says. */
final class Culvert implements Variant {

    private static final String CLUSTER = "bench";

    @Override
    public String key() {
        return "culvert";
    }

    @Override
    public String description() {
        return "gateway and cluster-proxy, with the settings that `gateway init` makes";
    }

    @Override
    public Route open(Ground ground) throws IOException {
        Network network = ground.network();
        String centre = network.centre().address();
        Path home = ground.directory().resolve("gateway");
        int port = Ports.free();
        int privatePort = Ports.free();
        init(ground, home, port, privatePort);
        List<Daemon> daemons = new ArrayList<>();
        try {
            List<String> gateway = List.of(
                    script(ground, "gateway"),
                    "run",
                    "--config",
                    home.resolve("gateway.yaml").toString());
            daemons.add(Daemon.start(
                            "gateway",
                            network.centre().command(gateway),
                            Map.of(),
                            ground.directory().resolve("gateway.log"))
                    .awaitReady(ready(centre, privatePort)));
            int health = Ports.free();
            List<String> agent = List.of(
                    script(ground, "cluster-proxy"),
                    "run",
                    "--gateway=https://" + centre + ":" + port,
                    "--token-file=" + home.resolve("agent-" + CLUSTER + ".token"),
                    "--ca-file=" + home.resolve("ca.crt"),
                    "--kubeconfig=" + ground.backend().kubeconfig(),
                    "--health-address=" + network.edge().address() + ":" + health);
            daemons.add(Daemon.start(
                            "cluster-proxy",
                            network.edge().command(agent),
                            Map.of(),
                            ground.directory().resolve("cluster-proxy.log"))
                    .awaitReady(ready(network.edge().address(), health)));
        } catch (RuntimeException e) {
            daemons.forEach(Daemon::close);
            throw e;
        }
        String token = Files.readString(home.resolve("caller-admin.token")).strip();
        URI base = URI.create("https://" + centre + ":" + port + "/clusters/" + CLUSTER);
        return new Route(new Endpoint(base, home.resolve("ca.crt"), Optional.of(token)), daemons);
    }

    private static void init(Ground ground, Path home, int port, int privatePort) {
        String centre = ground.network().centre().address();
        Command.run(
                List.of(
                        script(ground, "gateway"),
                        "init",
                        "--dir=" + home,
                        "--host=localhost," + centre,
                        "--cluster=" + CLUSTER,
                        "--address=" + centre,
                        "--port=" + port,
                        "--private-address=" + centre + ":" + privatePort),
                Map.of(),
                Duration.ofSeconds(60));
    }

    private static String script(Ground ground, String name) {
        return ground.repository().resolve("scripts").resolve(name).toString();
    }

    private static URI ready(String address, int port) {
        return URI.create("http://" + address + ":" + port + "/readyz");
    }
}
