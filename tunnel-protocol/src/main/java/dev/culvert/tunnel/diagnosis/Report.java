package dev.culvert.tunnel.diagnosis;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** All findings, in the order of the way. */
public record Report(List<Finding> findings) {
    public Report {
        findings = List.copyOf(findings);
    }

    /** Whether nothing has failed. */
    public boolean healthy() {
        return findings.stream().noneMatch(Finding::isFailed);
    }

    /** For people: a line for each finding. */
    public String text() {
        int width = findings.stream()
                .mapToInt(finding -> finding.place().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-7s  %-" + Math.max(1, width) + "s  %s%s%n",
                    finding.state().word(),
                    finding.place(),
                    finding.detail(),
                    finding.advice().isEmpty() ? "" : " -> " + finding.advice()));
        }
        return text.toString();
    }

    /** For programs. */
    public String json() {
        JsonArray list = new JsonArray();
        for (Finding finding : findings) {
            list.add(new JsonObject()
                    .put("place", finding.place())
                    .put("state", finding.state().word())
                    .put("detail", finding.detail())
                    .put("advice", finding.advice()));
        }
        return new JsonObject().put("healthy", healthy()).put("findings", list).encodePrettily()
                + System.lineSeparator();
    }
}
