package dev.culvert.clusters.apiserver.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The status that a scheduler, a kubelet and the controllers would soon have written. Nothing runs: pods are Running because
 * this says so, workloads are ready without pods of their own, jobs are complete at once.
 */
final class PlausibleStatus {
    static final String NODE = "embedded-stand-in";

    private final AtomicInteger lastPodAddress = new AtomicInteger(1);

    /** Writes into the object what would have happened next. */
    void settle(ResourceType type, ObjectNode object, String now) {
        switch (type.kind()) {
            case "Pod" -> pod(object, now);
            case "Deployment", "ReplicaSet", "StatefulSet", "ReplicationController" -> workload(object, now);
            case "Job" -> job(object, now);
            case "Namespace" -> Json.child(object, "status").put("phase", "Active");
            default -> {}
        }
    }

    /** What a created object shows in the answer to its creation. */
    static void begin(ResourceType type, ObjectNode object) {
        if (type.isCore("pods")) {
            ObjectNode status = object.putObject("status");
            status.put("phase", "Pending");
            status.put("qosClass", "BestEffort");
        }
    }

    private void pod(ObjectNode pod, String now) {
        ObjectNode status = Json.child(pod, "status");
        if (!Json.text(status, "phase").equals("Pending")) {
            return;
        }
        ObjectNode spec = Json.child(pod, "spec");
        if (!spec.has("nodeName")) {
            spec.put("nodeName", NODE);
        }
        status.put("phase", "Running");
        status.put("startTime", now);
        status.put("hostIP", "192.0.2.1");
        int number = lastPodAddress.incrementAndGet();
        status.put("podIP", "10.244.%d.%d".formatted(number / 250, number % 250 + 1));
        status.putArray("podIPs").addObject().put("ip", Json.text(status, "podIP"));
        ArrayNode conditions = status.putArray("conditions");
        for (String type : new String[] {"Initialized", "Ready", "ContainersReady", "PodScheduled"}) {
            condition(conditions, type, now);
        }
        ArrayNode containers = status.putArray("containerStatuses");
        for (JsonNode container : spec.path("containers")) {
            ObjectNode state = containers.addObject();
            state.put("name", Json.text(container, "name"));
            state.put("image", Json.text(container, "image"));
            state.put("imageID", "");
            state.put("containerID", "stand-in://" + Json.text(pod, "metadata", "uid"));
            state.put("ready", true);
            state.put("started", true);
            state.put("restartCount", 0);
            state.putObject("state").putObject("running").put("startedAt", now);
            state.putObject("lastState");
        }
    }

    private static void workload(ObjectNode object, String now) {
        int replicas = object.path("spec").path("replicas").asInt();
        ObjectNode status = Json.child(object, "status");
        status.put(
                "observedGeneration", object.path("metadata").path("generation").asLong());
        for (String field : new String[] {"replicas", "readyReplicas", "availableReplicas", "updatedReplicas"}) {
            status.put(field, replicas);
        }
        if (Json.text(object, "kind").equals("Deployment") && !status.has("conditions")) {
            ArrayNode conditions = status.putArray("conditions");
            condition(conditions, "Available", now);
            condition(conditions, "Progressing", now);
        }
    }

    private static void job(ObjectNode job, String now) {
        ObjectNode status = Json.child(job, "status");
        if (status.has("completionTime")) {
            return;
        }
        status.put("startTime", now);
        status.put("completionTime", now);
        status.put("succeeded", job.path("spec").path("completions").asInt(1));
        condition(status.putArray("conditions"), "Complete", now);
    }

    private static void condition(ArrayNode conditions, String type, String now) {
        ObjectNode condition = conditions.addObject();
        condition.put("type", type);
        condition.put("status", "True");
        condition.put("reason", "StandIn");
        condition.put("message", "Culvert's embedded stand-in says so");
        condition.put("lastTransitionTime", now);
        condition.put("lastUpdateTime", now);
    }
}
