package dev.culvert.benchmarks.load;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends GETs with h2load, of nghttp2: a program in C, so that the caller takes as little as possible of the processors.
 *
 * @param connections how many are opened; each has one request under way at a time, or {@code streams}
 * @param streams requests under way on each connection; more than one over HTTP/2 only
 * @param headers of every request, besides the token: {@code name: value}
 * @param rate requests a second over all connections; 0 for as many as are answered
 */
public record H2Load(Protocol protocol, int connections, int streams, List<String> headers, double rate) {
    public H2Load {
        headers = List.copyOf(headers);
    }

    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final int STREAMS = 32;
    private static final Duration WARM_UP = Duration.ofMillis(500);

    /** As many requests as are answered, one at a time on each connection. */
    public static H2Load closed(Protocol protocol, int connections) {
        return new H2Load(protocol, connections, 1, List.of(), 0);
    }

    /** The same with a header more. */
    public H2Load with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new H2Load(protocol, connections, streams, more, rate);
    }

    /**
     * So many requests a second over all connections, however long they take. Where the protocol allows only one at a time on a
     * connection, those that are late wait for it.
     */
    public static H2Load steady(Protocol protocol, int connections, double rate) {
        int streams = protocol == Protocol.HTTP2 ? STREAMS : 1;
        return new H2Load(protocol, connections, streams, List.of(), rate);
    }

    /**
     * Sends for that long, after half a second that does not count.
     *
     * @throws IllegalStateException when requests fail, or are answered with anything but 2xx
     */
    public H2LoadResult get(Toolbox toolbox, Endpoint endpoint, String path, Duration time) throws IOException {
        List<String> amount =
                List.of("--duration=" + time.toMillis() + "ms", "--warm-up-time=" + WARM_UP.toMillis() + "ms");
        return run(toolbox, endpoint, path, amount, WARM_UP, time.plus(GRACE));
    }

    /**
     * Opens all connections at once, sends one request on each, and closes them.
     *
     * @throws IllegalStateException when requests fail, or are answered with anything but 2xx
     */
    public H2LoadResult once(Toolbox toolbox, Endpoint endpoint, String path) throws IOException {
        return run(toolbox, endpoint, path, List.of("--requests=" + connections), Duration.ZERO, GRACE);
    }

    private H2LoadResult run(
            Toolbox toolbox, Endpoint endpoint, String path, List<String> amount, Duration warmUp, Duration deadline)
            throws IOException {
        Path log = Files.createTempFile("culvert-h2load", ".log");
        try {
            Files.delete(log);
            List<String> line = line(toolbox, endpoint, path, amount, log);
            String out = Command.run(line, toolbox.environment("h2load"), deadline);
            return H2LoadResult.parse(out, Files.readAllLines(log), warmUp);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private List<String> line(Toolbox toolbox, Endpoint endpoint, String path, List<String> amount, Path log) {
        List<String> line = new ArrayList<>(List.of(
                toolbox.require("h2load"),
                "--clients=" + connections,
                "--max-concurrent-streams=" + streams,
                "--log-file=" + log));
        line.addAll(amount);
        if (protocol == Protocol.HTTP1) {
            line.add("--h1");
        }
        if (rate > 0) {
            line.add("--rps=" + rate / connections);
        }
        headers.forEach(header -> line.add("--header=" + header));
        // h2load takes headers from nowhere else: a token that others on this machine must not see is none to give
        // here.
        endpoint.token().ifPresent(token -> line.add("--header=authorization: Bearer " + token));
        line.add(endpoint.uri(path).toString());
        return line;
    }
}
