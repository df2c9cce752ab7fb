package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Rancher's way: a reverse proxy at the centre that dials the backend through its agent's WebSocket. */
final class RemoteDialer extends Peer {

    RemoteDialer() {
        super("remotedialer");
    }

    @Override
    public String description() {
        return "Rancher's remotedialer: a Go reverse proxy that dials the backend through the agent's WebSocket over TLS";
    }

    @Override
    Route open(Ground ground, List<Daemon> daemons) {
        String centre = ground.network().centre().address();
        Certificates certificates = ground.certificates();
        int port = Ports.free();
        int ready = Ports.free();
        Endpoint backend = ground.backend().endpoint();
        daemons.add(atCentre(
                        ground,
                        "server",
                        List.of(
                                "-listen=" + centre + ":" + port,
                                "-ready=" + centre + ":" + ready,
                                "-cert=" + certificates.certificate(),
                                "-key=" + certificates.key(),
                                "-backend=" + backend(ground),
                                "-backend-ca=" + backend.authority()))
                .awaitListening(centre, port));
        daemons.add(atEdge(
                        ground,
                        "client",
                        List.of(
                                "-connect=wss://" + centre + ":" + port + "/connect",
                                "-ca=" + certificates.authority(),
                                "-backend=" + backend(ground)),
                        Map.of())
                .awaitReady(URI.create("http://" + centre + ":" + ready)));
        URI base = URI.create("https://" + centre + ":" + port);
        return new Route(new Endpoint(base, certificates.authority(), backend.token()), daemons);
    }
}
