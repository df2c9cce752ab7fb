package dev.culvert.benchmarks.load;

import dev.culvert.benchmarks.backend.Backend.Sink;
import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Moves large bodies with curl. The token goes in by a file. */
public final class Curl {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final long UPLOAD = 128L << 20;

    private final Toolbox toolbox;

    public Curl(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    /**
     * A GET of one body.
     *
     * @throws IllegalStateException when it does not come whole, or with another status than 200
     */
    public Transfer download(Protocol protocol, Endpoint endpoint, String path) {
        return run(protocol, endpoint, path, List.of(), "size_download");
    }

    /** A GET of a body's first bytes. */
    public Transfer download(Protocol protocol, Endpoint endpoint, String path, long bytes) {
        return run(protocol, endpoint, path, List.of("--range", "0-" + (bytes - 1)), "size_download");
    }

    /** Sends 128 MiB of zeros; fails as the one below does. */
    public Transfer upload(Protocol protocol, Endpoint endpoint, Sink sink) throws IOException {
        return upload(protocol, endpoint, sink, UPLOAD);
    }

    /**
     * Sends so many zeros.
     *
     * @throws IllegalStateException when the answer is not 2xx
     */
    public Transfer upload(Protocol protocol, Endpoint endpoint, Sink sink, long bytes) throws IOException {
        Path body = Files.createTempFile("culvert-upload", ".body");
        try {
            try (RandomAccessFile file = new RandomAccessFile(body.toFile(), "rw")) {
                file.setLength(bytes);
            }
            // Without the header that makes curl wait for a 100.
            List<String> more =
                    List.of("--request", sink.method(), "--header", "Expect:", "--upload-file", body.toString());
            return run(protocol, endpoint, sink.path(), more, "size_upload");
        } finally {
            Files.delete(body);
        }
    }

    /**
     * A GET of one body, read no faster than that, which goes on until it is closed. Returns once the answer has begun.
     *
     * @param directory gets its log, and a file with the token
     */
    public Daemon slowly(Endpoint endpoint, String path, int bytesPerSecond, Path directory) throws IOException {
        List<String> line = new ArrayList<>(line(Protocol.HTTP1, endpoint, path, directory.resolve("header")));
        line.addAll(List.of("--limit-rate", Integer.toString(bytesPerSecond), "--dump-header", "/dev/stderr"));
        Daemon reader =
                Daemon.start("slow reader", line, toolbox.environment("curl"), directory.resolve("slow-reader.log"));
        try {
            return reader.awaitLog("HTTP/1.1 200");
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private Transfer run(Protocol protocol, Endpoint endpoint, String path, List<String> more, String size) {
        try {
            Path header = Files.createTempFile("culvert-curl", ".header");
            try {
                List<String> line = new ArrayList<>(line(protocol, endpoint, path, header));
                line.addAll(more);
                line.addAll(List.of("--write-out", "%{" + size + "} %{time_total}"));
                String[] words = Command.run(line, toolbox.environment("curl"), DEADLINE)
                        .trim()
                        .split(" ", -1);
                return new Transfer(Long.parseLong(words[0]), Double.parseDouble(words[1]));
            } finally {
                Files.delete(header);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> line(Protocol protocol, Endpoint endpoint, String path, Path header) throws IOException {
        Files.writeString(
                header,
                endpoint.token().map(token -> "Authorization: Bearer " + token).orElse(""));
        return List.of(
                toolbox.require("curl"),
                "--silent",
                "--show-error",
                "--fail",
                protocol == Protocol.HTTP1 ? "--http1.1" : "--http2",
                "--cacert",
                endpoint.authority().toString(),
                "--header",
                "@" + header,
                "--noproxy",
                "*",
                "--output",
                "/dev/null",
                endpoint.uri(path).toString());
    }
}
