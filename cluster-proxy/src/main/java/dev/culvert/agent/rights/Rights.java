package dev.culvert.agent.rights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was found of the rights that mode {@code impersonate} needs.
 *
 * @param whole without a limit to names
 * @param named limited to these names, by {@code resourceNames}
 * @param extraKeys of the extra values that may be impersonated
 */
public record Rights(Set<Right> whole, Map<Right, SortedSet<String>> named, SortedSet<String> extraKeys) {
    public Rights {
        whole = Collections.unmodifiableSet(whole.isEmpty() ? EnumSet.noneOf(Right.class) : EnumSet.copyOf(whole));
        named = Collections.unmodifiableMap(named.isEmpty() ? new EnumMap<>(Right.class) : new EnumMap<>(named));
        extraKeys = Collections.unmodifiableSortedSet(new TreeSet<>(extraKeys));
    }

    /** Whether anybody can be impersonated; an agent that serves mode {@code agent} alone needs nothing of all this. */
    public boolean impersonates() {
        return whole.stream().anyMatch(Right::isToImpersonate)
                || named.keySet().stream().anyMatch(Right::isToImpersonate);
    }

    /** Whether callers in mode {@code impersonate} would be refused for want of a right of the agent's. */
    public boolean isIncomplete() {
        return impersonates() && !missing().isEmpty();
    }

    private List<Right> missing() {
        List<Right> missing = new ArrayList<>(EnumSet.allOf(Right.class));
        missing.removeAll(whole);
        missing.removeAll(named.keySet());
        if (named.containsKey(Right.USERS)) {
            // Callers that are named are no service accounts.
            missing.remove(Right.SERVICE_ACCOUNTS);
        }
        return missing;
    }

    /** One line for people. */
    public String describe() {
        if (!impersonates()) {
            return "none: nobody can be impersonated, rules of mode agent alone work";
        }
        List<String> parts = new ArrayList<>();
        List<Right> missing = missing();
        parts.add(
                missing.isEmpty()
                        ? "complete"
                        : "missing: "
                                + String.join(
                                        ", ",
                                        missing.stream()
                                                .map(Right::explainMissing)
                                                .toList()));
        named.forEach((right, names) -> parts.add(right.resource() + " only: " + String.join(", ", names)));
        parts.add("keys of extra values: " + (extraKeys.isEmpty() ? "none" : String.join(", ", extraKeys)));
        return String.join("; ", parts);
    }
}
