package dev.culvert.system.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.culvert.system.rig.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a client's program said on one way to the cluster. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Result> results = new LinkedHashMap<>();
    private String version = "unknown";

    private Report() {}

    static Report of(String version, Map<String, Result> results) {
        Report report = new Report();
        report.version = version;
        report.results.putAll(results);
        return report;
    }

    /** Reads what the program printed. Fails the test when it did not come to its end. */
    static Report of(Outcome outcome, String namespace) {
        Report report = new Report();
        boolean ended = false;
        for (String line : outcome.out().lines().toList()) {
            ended |= report.read(line, namespace);
        }
        if (!ended) {
            throw new AssertionError("the program did not come to its end: " + outcome);
        }
        return report;
    }

    /** This one, but for what the newer one has. */
    Report updated(Report newer) {
        Report report = of(version, results);
        report.results.putAll(newer.results);
        return report;
    }

    String version() {
        return version;
    }

    Set<String> cases() {
        return results.keySet();
    }

    Result result(String name) {
        return results.getOrDefault(name, Result.MISSING);
    }

    /** True when the line was the last one. */
    private boolean read(String line, String namespace) {
        Optional<JsonNode> said = parsed(line);
        if (said.isEmpty()) {
            return false;
        }
        JsonNode node = said.get();
        if (node.has("version")) {
            version = node.path("version").asText();
        }
        if (node.has("case")) {
            String detail = node.path("detail").toString().replace(namespace, "NAMESPACE");
            results.put(node.path("case").asText(), new Result(node.path("ok").asBoolean(), detail));
        }
        return node.path("end").asBoolean();
    }

    private static Optional<JsonNode> parsed(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
