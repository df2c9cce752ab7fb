package dev.culvert.agent.rights;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the status of a SelfSubjectRulesReview, by the rules of RBAC's own matching. */
final class RulesReview {
    private static final String EXTRAS = "userextras/";

    private RulesReview() {}

    /** The names to which rights that are not whole are limited; without those that no rule gives. */
    static Map<Right, SortedSet<String>> named(JsonNode status, Set<Right> whole) {
        Map<Right, SortedSet<String>> named = new EnumMap<>(Right.class);
        for (Right right : Right.values()) {
            if (whole.contains(right)) {
                continue;
            }
            for (JsonNode rule : status.path("resourceRules")) {
                JsonNode names = rule.path("resourceNames");
                if (!names.isEmpty() && gives(rule, right) && holds(rule, "resources", right.resource())) {
                    names.forEach(name -> named.computeIfAbsent(right, first -> new TreeSet<>())
                            .add(name.asText()));
                }
            }
        }
        return named;
    }

    /** {@code *} where there is no limit. */
    static SortedSet<String> extraKeys(JsonNode status) {
        SortedSet<String> keys = new TreeSet<>();
        for (JsonNode rule : status.path("resourceRules")) {
            if (gives(rule, Right.UIDS)) {
                for (JsonNode resource : rule.path("resources")) {
                    String name = resource.asText();
                    if (name.equals("*")) {
                        keys.add(name);
                    } else if (name.startsWith(EXTRAS)) {
                        keys.add(name.substring(EXTRAS.length()));
                    }
                }
            }
        }
        return keys;
    }

    /** Whether it is of that verb and API group. */
    private static boolean gives(JsonNode rule, Right right) {
        return holds(rule, "verbs", right.verb()) && holds(rule, "apiGroups", right.group());
    }

    private static boolean holds(JsonNode rule, String list, String value) {
        for (JsonNode item : rule.path(list)) {
            if (item.asText().equals(value) || item.asText().equals("*")) {
                return true;
            }
        }
        return false;
    }
}
