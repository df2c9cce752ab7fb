package dev.culvert.clusters.apiserver.catalog;

import java.util.List;
import java.util.Set;

/**
 * One kind of object and how it is addressed.
 *
 * @param group empty for the core group
 * @param subresources names served below an object, such as {@code status}
 * @param stored false for reviews, which are answered and forgotten
 */
public record ResourceType(
        String group,
        String version,
        String plural,
        String kind,
        boolean namespaced,
        List<String> shortNames,
        List<String> categories,
        Set<String> subresources,
        boolean stored) {
    public ResourceType {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        subresources = Set.copyOf(subresources);
    }

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String listKind() {
        return kind + "List";
    }

    /** Whether the status is written through its own subresource only. */
    public boolean hasStatus() {
        return subresources.contains("status");
    }

    /** Whether this is the core kind of that plural. */
    public boolean isCore(String otherPlural) {
        return group.isEmpty() && plural.equals(otherPlural);
    }
}
