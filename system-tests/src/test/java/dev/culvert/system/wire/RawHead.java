package dev.culvert.system.wire;

import java.util.List;
import java.util.Optional;

/** Status line and header lines, as they came. */
public record RawHead(String statusLine, List<String> lines) {

    public RawHead {
        lines = List.copyOf(lines);
    }

    public int status() {
        int space = statusLine.indexOf(' ');
        return Integer.parseInt(statusLine.substring(space + 1, space + 4));
    }

    /** The values of every line of that name, in their order. */
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .toList();
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }
}
