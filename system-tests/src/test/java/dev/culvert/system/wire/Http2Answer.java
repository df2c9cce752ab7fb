package dev.culvert.system.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What came on one HTTP/2 stream until it ended. */
public record Http2Answer(List<String> lines, byte[] body, Ended ended) {

    /** How a stream came to its end. */
    public enum Ended {
        /** END_STREAM. */
        CLEAN,
        /** RST_STREAM. */
        RESET,
        /** The connection ended before the stream did. */
        CLOSED
    }

    public Http2Answer {
        lines = List.copyOf(lines);
    }

    /** The status; 0 where there was no head. */
    public int status() {
        return all(":status").stream().mapToInt(Integer::parseInt).findFirst().orElse(0);
    }

    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .toList();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** True where the request was not served: an error of the client's, or no answer at all. */
    public boolean refused() {
        return ended != Ended.CLEAN || (status() >= 400 && status() < 500);
    }

    @Override
    public String toString() {
        return lines + " " + ended + " " + text();
    }
}
