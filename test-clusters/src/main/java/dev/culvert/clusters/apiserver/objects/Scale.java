package dev.culvert.clusters.apiserver.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;

/** The {@code scale} subresource of workloads. */
public final class Scale {
    private Scale() {}

    /** A workload as its scale. */
    public static ObjectNode of(ObjectNode workload) {
        ObjectNode scale = Json.object();
        scale.put("kind", "Scale");
        scale.put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            metadata.set(field, workload.path("metadata").path(field));
        }
        scale.putObject("spec").set("replicas", workload.path("spec").path("replicas"));
        scale.putObject("status")
                .put("replicas", workload.path("status").path("replicas").asInt());
        return scale;
    }

    /** The workload with the replicas, and the expected resource version, that a scale asks for. */
    public static ObjectNode applied(ObjectNode workload, ObjectNode scale) {
        ObjectNode scaled = workload.deepCopy();
        Json.child(scaled, "spec")
                .put("replicas", scale.path("spec").path("replicas").asInt());
        JsonNode version = scale.path("metadata").path("resourceVersion");
        if (version.isTextual()) {
            Json.child(scaled, "metadata").set("resourceVersion", version);
        }
        return scaled;
    }
}
