package dev.culvert.gateway.install;

import java.util.LinkedHashMap;
import java.util.Map;

/** What all objects have. Maps keep the order in which people expect to read them. */
final class Meta {
    /** The name of everything in the namespace, and of what selects it. */
    static final String NAME = "cluster-proxy";

    static final Map<String, Object> SELECTOR = Map.of("app.kubernetes.io/name", NAME);

    private Meta() {}

    static Map<String, Object> labels() {
        return map("app.kubernetes.io/name", NAME, "app.kubernetes.io/part-of", "culvert");
    }

    /** An object of the namespace. */
    static Map<String, Object> object(String apiVersion, String kind, String namespace) {
        return map(
                "apiVersion",
                apiVersion,
                "kind",
                kind,
                "metadata",
                map("name", NAME, "namespace", namespace, "labels", labels()));
    }

    /** An object of the cluster. */
    static Map<String, Object> object(String apiVersion, String kind, String name, Map<String, Object> labels) {
        return map("apiVersion", apiVersion, "kind", kind, "metadata", map("name", name, "labels", labels));
    }

    /** Keys and values in turn. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
