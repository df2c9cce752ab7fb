package dev.culvert.system.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An answer as it is compared: status, the headers that count, body. Two of them are equal or somebody has to explain. */
public final class Canonical {

    private static final AllowList ALLOWED = AllowList.load();

    /** What differs between two runs of the same writes, in JSON. */
    private static final Pattern VOLATILE =
            Pattern.compile("\"(uid|resourceVersion|creationTimestamp|deletionTimestamp|time|continue)\": ?\"[^\"]*\"");

    /** The age of an object in a Table. */
    private static final Pattern AGE = Pattern.compile("\"([0-9]+[smhd])+\"");

    private final String statusLine;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final BodyEnd end;

    private Canonical(String statusLine, Map<String, List<String>> headers, byte[] body, BodyEnd end) {
        this.statusLine = statusLine;
        this.headers = headers;
        this.body = body;
        this.end = end;
    }

    /**
     * @param prefix what the way to this answer puts before Kubernetes paths
     * @param comparison how much of the body counts
     */
    public static Canonical of(RawResponse response, String prefix, Comparison comparison) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : response.head().lines()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).trim();
            // The length of an answer to HEAD frames nothing: it is a fact about the object, and must be the same.
            boolean fact = response.end() == BodyEnd.NONE && name.equals("content-length");
            if (ALLOWED.mayBeAbsent(name) && !fact) {
                continue;
            }
            headers.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(ALLOWED.mayDifferInValue(name) ? "*" : withoutPrefix(name, value, prefix));
        }
        if (comparison != Comparison.EXACT) {
            headers.computeIfPresent("content-length", (name, values) -> Collections.nCopies(values.size(), "*"));
        }
        return new Canonical(response.head().statusLine(), headers, body(response, comparison), end(response));
    }

    /** A Content-Length and a last chunk say the same: the body is whole. */
    private static BodyEnd end(RawResponse response) {
        return response.end() == BodyEnd.LAST_CHUNK || response.end() == BodyEnd.NONE ? BodyEnd.LENGTH : response.end();
    }

    private static byte[] body(RawResponse response, Comparison comparison) {
        return switch (comparison) {
            case EXACT -> response.body();
            case MASKED ->
                AGE.matcher(VOLATILE.matcher(response.text()).replaceAll("\"$1\":\"*\""))
                        .replaceAll("\"*\"")
                        .getBytes(StandardCharsets.UTF_8);
            case LINES ->
                response.text()
                        .lines()
                        .sorted()
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8);
            case HEAD_ONLY -> new byte[0];
        };
    }

    private static String withoutPrefix(String name, String value, String prefix) {
        if (!name.equals("location") || prefix.isEmpty() || !value.startsWith("/") || value.startsWith("//")) {
            return value;
        }
        return value.startsWith(prefix + "/") ? value.substring(prefix.length()) : "(without the prefix) " + value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Canonical that
                && statusLine.equals(that.statusLine)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body)
                && end == that.end;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(body) + statusLine.hashCode();
    }

    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder(statusLine).append('\n');
        headers.forEach(
                (name, values) -> all.append(name).append(": ").append(values).append('\n'));
        all.append(end).append(", ").append(body.length).append(" bytes\n");
        return all.append(text.length() > 1_500 ? text.substring(0, 1_500) + "..." : text)
                .toString();
    }
}
