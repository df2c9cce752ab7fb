package dev.culvert.clusters.apiserver.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Label and field selectors, as Kubernetes writes them. */
public final class Selectors {
    private static final Pattern SET =
            Pattern.compile("([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMPARISON = Pattern.compile("([^\\s!=,()]+)\\s*(==|!=|=)\\s*([^\\s!=,()]*)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([^\\s!=,()]+)");
    /** Commas outside parentheses. */
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private Selectors() {}

    /** Both selectors; an empty string selects everything. */
    public static Predicate<ObjectNode> parse(String labelSelector, String fieldSelector) {
        Predicate<ObjectNode> both = object -> true;
        for (String term : terms(labelSelector)) {
            both = both.and(label(term));
        }
        for (String term : terms(fieldSelector)) {
            both = both.and(field(term));
        }
        return both;
    }

    private static List<String> terms(String selector) {
        return Stream.of(COMMA.split(selector))
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .toList();
    }

    private static Predicate<ObjectNode> label(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            Set<String> values =
                    Stream.of(set.group(3).split(",", -1)).map(String::strip).collect(Collectors.toSet());
            boolean in = set.group(2).equalsIgnoreCase("in");
            return object -> {
                JsonNode value = labelOf(object, set.group(1));
                return in ? value.isTextual() && values.contains(value.asText()) : !values.contains(value.asText("\0"));
            };
        }
        Matcher comparison = COMPARISON.matcher(term);
        if (comparison.matches()) {
            String wanted = comparison.group(3);
            boolean equal = !comparison.group(2).equals("!=");
            return object -> {
                JsonNode value = labelOf(object, comparison.group(1));
                return equal == (value.isTextual() && value.asText().equals(wanted));
            };
        }
        Matcher existence = EXISTENCE.matcher(term);
        if (existence.matches()) {
            boolean wanted = existence.group(1).isEmpty();
            return object -> wanted == labelOf(object, existence.group(2)).isTextual();
        }
        throw ApiException.badRequest("unable to parse requirement: " + term);
    }

    private static Predicate<ObjectNode> field(String term) {
        Matcher comparison = COMPARISON.matcher(term);
        if (!comparison.matches()) {
            throw ApiException.badRequest("invalid field selector: " + term);
        }
        String[] path = comparison.group(1).split("\\.", -1);
        boolean equal = !comparison.group(2).equals("!=");
        return object -> equal == Json.text(object, path).equals(comparison.group(3));
    }

    private static JsonNode labelOf(ObjectNode object, String key) {
        return object.path("metadata").path("labels").path(key);
    }
}
