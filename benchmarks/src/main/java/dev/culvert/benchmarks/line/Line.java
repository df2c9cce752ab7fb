package dev.culvert.benchmarks.line;

import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A line from the centre, which is this machine's own network, to an edge in a network of its own. */
public final class Line implements AutoCloseable {

    private static final String PROGRAM = "line";
    private static final int OK = 200;
    private static final int SUBNETS = 64;

    private final Daemon daemon;
    private final Network network;
    private final int control;

    private Line(Daemon daemon, Network network, int control) {
        this.daemon = daemon;
        this.network = network;
        this.control = control;
    }

    /** What this machine lacks for one; empty when it can have one. */
    public static Optional<String> missing(Toolbox toolbox) {
        if (toolbox.peerVersion(PROGRAM).isEmpty()) {
            return Optional.of(toolbox.peerFailure(PROGRAM)
                    .map(cause -> "the line could not be built: " + cause)
                    .orElse("the line is not built: run benchmarks/peers/build line"));
        }
        if (toolbox.find("nsenter").isEmpty()) {
            return Optional.of("no nsenter");
        }
        boolean root = "root".equals(System.getProperty("user.name")) && Files.isWritable(Path.of("/dev/net/tun"));
        return root ? Optional.empty() : Optional.of("a line wants root, and /dev/net/tun");
    }

    /**
     * Makes one, as good as it can be at first.
     *
     * @throws IllegalStateException when it does not come up
     */
    public static Line open(Toolbox toolbox, Path log) {
        int control = Ports.free();
        // The addresses are those that are kept for measuring networks (RFC 2544). Lines at the same time have others.
        int host = (int) (ProcessHandle.current().pid() % SUBNETS) * 4;
        String centre = "198.18.0." + (host + 1);
        String edge = "198.18.0." + (host + 2);
        List<String> command = List.of(
                toolbox.requirePeer(PROGRAM, PROGRAM),
                "-centre=" + centre + "/30",
                "-edge=" + edge + "/30",
                "-control=127.0.0.1:" + control);
        Daemon daemon = Daemon.start(PROGRAM, command, Map.of(), log).awaitLog("the line is up");
        List<String> prefix = List.of(toolbox.require("nsenter"), "--net=/proc/" + daemon.pid() + "/ns/net", "--");
        Network network = new Network(new Place(centre, List.of()), new Place(edge, prefix));
        return new Line(daemon, network, control);
    }

    /** How the machine's TCP takes losses and delays: {@code cubic}, {@code bbr}; on the line, too. */
    public static String congestionControl() {
        try {
            return Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control"))
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Both ends. */
    public Network network() {
        return network;
    }

    /**
     * Makes it as good, or as bad.
     *
     * @throws IllegalStateException when it cannot be
     */
    public void set(Quality quality) throws IOException {
        URI uri = URI.create(String.format(
                Locale.ROOT,
                "http://127.0.0.1:%d/?delay=%.4fs&rate=%.0f&loss=%.6f",
                control,
                quality.delay(),
                quality.megabits() * 1e6,
                quality.lossPercent() / 100));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("PUT");
        int status = connection.getResponseCode();
        if (status != OK) {
            throw new IllegalStateException("the line answered " + status + " to " + quality);
        }
    }

    @Override
    public void close() {
        daemon.close();
    }
}
