package dev.culvert.clusters.apiserver.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** The fields that an API server fills in where the client left them out. */
final class Defaults {
    private final AtomicInteger lastServiceAddress = new AtomicInteger(1);

    void apply(ResourceType type, ObjectNode object) {
        object.put("kind", type.kind());
        object.put("apiVersion", type.apiVersion());
        switch (type.kind()) {
            case "Pod" -> podSpec(Json.child(object, "spec"), "Always");
            case "Deployment", "ReplicaSet", "StatefulSet" -> workload(Json.child(object, "spec"));
            case "DaemonSet" -> podSpec(template(Json.child(object, "spec")), "Always");
            case "Job" -> job(Json.child(object, "spec"));
            case "Service" -> service(Json.child(object, "spec"));
            case "Secret" -> secret(object);
            case "Namespace" -> namespace(object);
            default -> {}
        }
    }

    private static void podSpec(ObjectNode spec, String restartPolicy) {
        set(spec, "restartPolicy", restartPolicy);
        set(spec, "dnsPolicy", "ClusterFirst");
        set(spec, "schedulerName", "default-scheduler");
        if (!spec.has("terminationGracePeriodSeconds")) {
            spec.put("terminationGracePeriodSeconds", 30);
        }
        Json.child(spec, "securityContext");
        for (JsonNode container : spec.path("containers")) {
            if (container instanceof ObjectNode object) {
                set(object, "imagePullPolicy", pullPolicy(Json.text(object, "image")));
                set(object, "terminationMessagePath", "/dev/termination-log");
                set(object, "terminationMessagePolicy", "File");
                Json.child(object, "resources");
                object.path("ports").forEach(Defaults::protocol);
            }
        }
    }

    private static String pullPolicy(String image) {
        boolean latest = image.endsWith(":latest")
                || !image.substring(image.lastIndexOf('/') + 1).contains(":");
        return latest ? "Always" : "IfNotPresent";
    }

    private static void workload(ObjectNode spec) {
        if (!spec.has("replicas")) {
            spec.put("replicas", 1);
        }
        podSpec(template(spec), "Always");
    }

    private static void job(ObjectNode spec) {
        for (String field : new String[] {"completions", "parallelism"}) {
            if (!spec.has(field)) {
                spec.put(field, 1);
            }
        }
        podSpec(template(spec), "Never");
    }

    private static ObjectNode template(ObjectNode spec) {
        return Json.child(Json.child(spec, "template"), "spec");
    }

    private void service(ObjectNode spec) {
        set(spec, "type", "ClusterIP");
        set(spec, "sessionAffinity", "None");
        if (!spec.has("clusterIP") && !Json.text(spec, "type").equals("ExternalName")) {
            int number = lastServiceAddress.incrementAndGet();
            spec.put("clusterIP", "10.96.%d.%d".formatted(number / 250, number % 250 + 1));
        }
        if (spec.has("clusterIP")) {
            spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
        }
        for (JsonNode port : spec.path("ports")) {
            protocol(port);
            if (!port.has("targetPort")) {
                ((ObjectNode) port).set("targetPort", port.path("port"));
            }
        }
    }

    private static void protocol(JsonNode port) {
        set((ObjectNode) port, "protocol", "TCP");
    }

    private static void secret(ObjectNode secret) {
        set(secret, "type", "Opaque");
        secret.path("stringData").properties().forEach(entry -> {
            byte[] plain = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
            Json.child(secret, "data").put(entry.getKey(), Base64.getEncoder().encodeToString(plain));
        });
        secret.remove("stringData");
    }

    private static void namespace(ObjectNode namespace) {
        Json.child(namespace, "spec").putArray("finalizers").add("kubernetes");
        ObjectNode metadata = Json.child(namespace, "metadata");
        Json.child(metadata, "labels").put("kubernetes.io/metadata.name", Json.text(metadata, "name"));
    }

    private static void set(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }
}
