package dev.culvert.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A response as it came. */
public record RawResponse(String head, String body) {
    /** The code in the status line. */
    public int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** The first line of that name. */
    public @Nullable String header(String name) {
        List<String> lines = headers(name);
        return lines.isEmpty() ? null : lines.get(0);
    }

    /** All lines of that name. */
    public List<String> headers(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    /** The body as a Status. */
    public JsonObject json() {
        return new JsonObject(body);
    }
}
