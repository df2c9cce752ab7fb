package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reverse proxies of one kind in a row: the first at the centre, further ones at the edge. */
final class Hops {
    private Hops() {}

    /** Starts one reverse proxy. */
    interface Starter {
        Daemon start(Place place, int port, Endpoint upstream, String name) throws IOException;
    }

    static Route open(Ground ground, int hops, Starter starter) throws IOException {
        List<Daemon> daemons = new ArrayList<>();
        Endpoint upstream = ground.backend().endpoint();
        try {
            // The last first, so that each finds the next one up.
            for (int hop = hops; hop >= 1; hop--) {
                Place place =
                        hop == 1 ? ground.network().centre() : ground.network().edge();
                int port = Ports.free();
                Daemon daemon = starter.start(place, port, upstream, "hop-" + hop);
                daemons.add(daemon);
                daemon.awaitListening(place.address(), port);
                upstream =
                        upstream.at(place.address(), port, ground.certificates().authority());
            }
        } catch (IOException | RuntimeException e) {
            daemons.forEach(Daemon::close);
            throw e;
        }
        Collections.reverse(daemons);
        return new Route(upstream, daemons);
    }
}
