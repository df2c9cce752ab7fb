package dev.culvert.clusters.apiserver.discovery;

import dev.culvert.clusters.apiserver.catalog.ResourceType;
import java.util.List;
import java.util.Locale;

/** What can be done with a kind, and what one of it is called. */
final class Verbs {
    private static final List<String> STORED =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private Verbs() {}

    static List<String> of(ResourceType type) {
        return type.stored() ? STORED : List.of("create");
    }

    static String singular(ResourceType type) {
        return type.kind().toLowerCase(Locale.ROOT);
    }
}
