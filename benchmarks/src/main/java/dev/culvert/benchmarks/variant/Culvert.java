package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.culvert.Agent;
import dev.culvert.benchmarks.culvert.Gateway;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Daemon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The gateway at the centre, the agent at the edge, started as the README says. */
final class Culvert implements Variant {

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
        Path directory = ground.directory();
        Gateway gateway = Gateway.init(ground.repository(), network.centre(), directory.resolve("gateway"));
        Agent agent = new Agent(gateway, network.edge(), ground.backend().kubeconfig());
        List<Daemon> daemons = new ArrayList<>();
        try {
            daemons.add(gateway.start("", directory.resolve("gateway.log")));
            daemons.add(agent.start(directory.resolve("cluster-proxy.log")));
        } catch (RuntimeException e) {
            daemons.forEach(Daemon::close);
            throw e;
        }
        return new Route(gateway.endpoint(), daemons);
    }
}
