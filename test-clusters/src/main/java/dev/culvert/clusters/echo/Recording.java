package dev.culvert.clusters.echo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The bytes that arrived on one connection. Written by its thread, read from any. */
public final class Recording {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean closed;
    private Optional<Throwable> failure = Optional.empty();

    /** Everything so far. */
    public synchronized byte[] bytes() {
        return received.toByteArray();
    }

    /** Everything so far, each byte one character. */
    public String text() {
        return new String(bytes(), StandardCharsets.ISO_8859_1);
    }

    /** The first line, without its end. */
    public String requestLine() {
        return text().split("\r\n", 2)[0];
    }

    /** The header lines of the first request, as they arrived and in their order. */
    public List<String> headerLines() {
        String head = text().split("\r\n\r\n", 2)[0];
        List<String> lines = Arrays.asList(head.split("\r\n", -1));
        return List.copyOf(lines.subList(1, lines.size()));
    }

    /** Whether the connection has ended, by either side. */
    public synchronized boolean closed() {
        return closed;
    }

    /** What broke the script off; empty when it ran to its end. */
    public synchronized Optional<Throwable> failure() {
        return failure;
    }

    synchronized void add(byte[] bytes, int offset, int length) {
        received.write(bytes, offset, length);
    }

    synchronized void close(Optional<Throwable> why) {
        closed = true;
        failure = why;
    }
}
