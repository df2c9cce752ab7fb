package dev.culvert.clusters.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which lists are merged element by element, and by which field; all others are replaced whole. */
final class MergeKeys {
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("volumes", "name"),
            Map.entry("env", "name"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("secrets", "name"),
            Map.entry("schedulingGates", "name"),
            Map.entry("resourceClaims", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("podIPs", "ip"),
            Map.entry("hostIPs", "ip"),
            Map.entry("conditions", "type"),
            Map.entry("addresses", "type"),
            Map.entry("taints", "key"),
            Map.entry("ownerReferences", "uid"),
            Map.entry("topologySpreadConstraints", "topologyKey"));
    private static final Set<String> PRIMITIVE_SETS = Set.of("finalizers");

    private MergeKeys() {}

    /** The key field of the list's elements; empty when the list is atomic. */
    static Optional<String> of(String field, JsonNode elements) {
        if (field.equals("ports")) {
            return Optional.of(hasField(elements, "containerPort") ? "containerPort" : "port");
        }
        return Optional.ofNullable(KEYS.get(field));
    }

    static boolean isSet(String field) {
        return PRIMITIVE_SETS.contains(field);
    }

    private static boolean hasField(JsonNode elements, String name) {
        for (JsonNode element : elements) {
            if (element.has(name)) {
                return true;
            }
        }
        return false;
    }
}
