package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody else's reverse tunnel, built by {@code benchmarks/peers/build}. */
abstract class Peer implements Variant {

    private final String key;

    Peer(String key) {
        this.key = key;
    }

    @Override
    public final String key() {
        return key;
    }

    @Override
    public final Optional<String> version(Toolbox toolbox) {
        return toolbox.peerVersion(key);
    }

    @Override
    public final Optional<String> missing(Toolbox toolbox) {
        if (toolbox.peerVersion(key).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(toolbox.peerFailure(key)
                .map(cause -> "could not be built: " + cause)
                .orElse("not built: run benchmarks/peers/build " + key));
    }

    @Override
    public final Route open(Ground ground) throws IOException {
        List<Daemon> daemons = new ArrayList<>();
        try {
            return open(ground, daemons);
        } catch (IOException | RuntimeException e) {
            daemons.forEach(Daemon::close);
            throw e;
        }
    }

    /** As {@link Variant#open}; what it starts goes into the list first of all, so that it can be stopped. */
    abstract Route open(Ground ground, List<Daemon> daemons) throws IOException;

    /** Starts a program of the peer at the centre. */
    final Daemon atCentre(Ground ground, String program, List<String> arguments) {
        return start(ground, program, ground.network().centre().command(line(ground, program, arguments)), Map.of());
    }

    /** Starts a program of the peer at the edge. */
    final Daemon atEdge(Ground ground, String program, List<String> arguments, Map<String, String> environment) {
        return start(ground, program, ground.network().edge().command(line(ground, program, arguments)), environment);
    }

    private List<String> line(Ground ground, String program, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(ground.toolbox().requirePeer(key, program)));
        line.addAll(arguments);
        return line;
    }

    private Daemon start(Ground ground, String program, List<String> line, Map<String, String> environment) {
        return Daemon.start(
                key + "-" + program, line, environment, ground.directory().resolve(program + ".log"));
    }

    /** The backend, as a program at the edge dials it. */
    static String backend(Ground ground) {
        URI base = ground.backend().endpoint().base();
        return base.getHost() + ":" + base.getPort();
    }
}
