package dev.culvert.system.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A response as it came over the wire; the transfer coding is taken off the body, nothing else. */
public record RawResponse(RawHead head, byte[] body, BodyEnd end) {

    public int status() {
        return head.status();
    }

    public List<String> all(String name) {
        return head.all(name);
    }

    public Optional<String> first(String name) {
        return head.first(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** True for a Kubernetes Status object in JSON with that code. */
    public boolean isStatusObject(int code) {
        return status() == code
                && first("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith("application/json")
                && text().replace(" ", "").contains("\"kind\":\"Status\"")
                && text().replace(" ", "").contains("\"code\":" + code);
    }

    @Override
    public String toString() {
        String text = text();
        return head.statusLine() + " " + head.lines() + " " + end + " "
                + (text.length() > 600 ? text.substring(0, 600) + "... (" + body.length + " bytes)" : text);
    }
}
