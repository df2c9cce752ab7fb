package dev.culvert.benchmarks.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import dev.culvert.benchmarks.process.Program;
import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line as it is opened for a run, where it was built and this user may have one. */
final class LineIT {

    private static final Toolbox TOOLBOX = Toolbox.in(cache());

    @TempDir
    private Path directory;

    @Test
    void whatRunsAtTheEdgeIsReachedOverTheLineAsLateAsItIsLong() throws IOException {
        assumeTrue(Line.missing(TOOLBOX).isEmpty(), () -> Line.missing(TOOLBOX).orElse(""));
        String centre;
        try (Line line = Line.open(TOOLBOX, directory.resolve("line.log"))) {
            Place edge = line.network().edge();
            centre = line.network().centre().address();
            int port = Ports.free();
            Daemon server = Daemon.start(
                    "events",
                    edge.command(Program.line("events", "--address=" + edge.address(), "--port=" + port)),
                    Map.of(),
                    directory.resolve("events.log"));
            try (server) {
                server.awaitListening(edge.address(), port);

                line.set(new Quality(200, 100, 0));

                // One round trip at least, whatever else the machine does.
                assertThat(millisToConnect(edge.address(), port)).isGreaterThanOrEqualTo(200);
            }
        }
        assertThat(NetworkInterface.getByInetAddress(InetAddress.getByName(centre)))
                .as("the line's device")
                .isNull();
    }

    private static long millisToConnect(String host, int port) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 10_000);
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static Path cache() {
        String home = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return Path.of(home, "culvert-benchmarks");
    }
}
