package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Kubernetes' own way from a control plane to its nodes: an HTTP-CONNECT front at the centre, a gRPC stream to its agent, mutual TLS
 * on both. Load generators cannot use a CONNECT proxy, so that a shim does it for each of their connections.
 */
final class Konnectivity extends Peer {

    Konnectivity() {
        super("konnectivity");
    }

    @Override
    public String description() {
        return "Konnectivity in HTTP-CONNECT mode, mutual TLS on both hops, behind a shim that makes one CONNECT of each"
                + " TCP connection; the caller's TLS ends at the backend";
    }

    @Override
    Route open(Ground ground, List<Daemon> daemons) {
        String centre = ground.network().centre().address();
        String edge = ground.network().edge().address();
        int shim = Ports.free();
        int front = Ports.free();
        int agents = Ports.free();
        int serverHealth = Ports.free();
        int agentHealth = Ports.free();
        daemons.add(shim(ground, centre, shim, front).awaitListening(centre, shim));
        daemons.add(server(ground, centre, front, agents, serverHealth).awaitListening(centre, agents));
        daemons.add(agent(ground, centre, edge, agents, agentHealth)
                .awaitReady(URI.create("http://" + edge + ":" + agentHealth + "/readyz")));
        return new Route(ground.backend().endpoint().at(centre, shim), daemons);
    }

    private Daemon shim(Ground ground, String centre, int listen, int front) {
        Certificates certificates = ground.certificates();
        return atCentre(
                ground,
                "shim",
                List.of(
                        "-listen=" + centre + ":" + listen,
                        "-proxy=" + centre + ":" + front,
                        "-ca=" + certificates.authority(),
                        "-cert=" + certificates.clientCertificate(),
                        "-key=" + certificates.clientKey(),
                        "-backend=" + backend(ground)));
    }

    private Daemon server(Ground ground, String centre, int front, int agents, int health) {
        Certificates certificates = ground.certificates();
        return atCentre(
                ground,
                "server",
                List.of(
                        "--mode=http-connect",
                        "--server-bind-address=" + centre,
                        "--server-port=" + front,
                        "--server-ca-cert=" + certificates.authority(),
                        "--server-cert=" + certificates.certificate(),
                        "--server-key=" + certificates.key(),
                        "--agent-bind-address=" + centre,
                        "--agent-port=" + agents,
                        "--cluster-ca-cert=" + certificates.authority(),
                        "--cluster-cert=" + certificates.certificate(),
                        "--cluster-key=" + certificates.key(),
                        "--keepalive-time=1h",
                        "--health-bind-address=" + centre,
                        "--health-port=" + health,
                        "--admin-port=" + Ports.free()));
    }

    private Daemon agent(Ground ground, String centre, String edge, int agents, int health) {
        Certificates certificates = ground.certificates();
        return atEdge(
                ground,
                "agent",
                List.of(
                        "--proxy-server-host=" + centre,
                        "--proxy-server-port=" + agents,
                        "--ca-cert=" + certificates.authority(),
                        "--agent-cert=" + certificates.clientCertificate(),
                        "--agent-key=" + certificates.clientKey(),
                        "--keepalive-time=1h",
                        "--health-server-host=" + edge,
                        "--health-server-port=" + health,
                        "--admin-bind-address=" + edge,
                        "--admin-server-port=" + Ports.free()),
                Map.of());
    }
}
