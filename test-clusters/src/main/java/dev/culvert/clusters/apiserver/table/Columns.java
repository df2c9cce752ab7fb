package dev.culvert.clusters.apiserver.table;

import static dev.culvert.clusters.apiserver.table.Column.age;
import static dev.culvert.clusters.apiserver.table.Column.at;
import static dev.culvert.clusters.apiserver.table.Column.number;
import static dev.culvert.clusters.apiserver.table.Column.size;
import static dev.culvert.clusters.apiserver.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Which columns a kind is shown with. */
final class Columns {
    private static final Column NAME = Column.of("Name", at("metadata", "name"));
    private static final Column AGE = Column.of("Age", age("metadata", "creationTimestamp"));

    private Columns() {}

    static List<Column> shownFor(ResourceType type) {
        return switch (type.plural()) {
            case "pods" ->
                List.of(
                        NAME,
                        Column.of("Ready", Columns::readyContainers),
                        Column.of("Status", at("status", "phase")),
                        Column.of("Restarts", object -> "0"),
                        AGE,
                        wide("IP", at("status", "podIP")),
                        wide("Node", at("spec", "nodeName")));
            case "deployments" ->
                List.of(
                        NAME,
                        Column.of("Ready", Columns::readyReplicas),
                        Column.of("Up-to-date", number("status", "updatedReplicas")),
                        Column.of("Available", number("status", "availableReplicas")),
                        AGE);
            case "services" ->
                List.of(
                        NAME,
                        Column.of("Type", at("spec", "type")),
                        Column.of("Cluster-IP", at("spec", "clusterIP")),
                        Column.of("External-IP", object -> "<none>"),
                        Column.of("Port(s)", Columns::ports),
                        AGE);
            case "configmaps" -> List.of(NAME, Column.of("Data", size("data")), AGE);
            case "secrets" -> List.of(NAME, Column.of("Type", at("type")), Column.of("Data", size("data")), AGE);
            case "namespaces" -> List.of(NAME, Column.of("Status", at("status", "phase")), AGE);
            case "nodes" ->
                List.of(
                        NAME,
                        Column.of("Status", object -> "Ready"),
                        Column.of("Roles", object -> "<none>"),
                        AGE,
                        Column.of("Version", at("status", "nodeInfo", "kubeletVersion")));
            case "jobs" ->
                List.of(
                        NAME,
                        Column.of("Status", object -> "Complete"),
                        Column.of("Completions", number("status", "succeeded")),
                        AGE);
            case "events" ->
                List.of(
                        Column.of("Last Seen", age("lastTimestamp")),
                        Column.of("Type", at("type")),
                        Column.of("Reason", at("reason")),
                        Column.of("Object", Columns::involved),
                        Column.of("Message", at("message")));
            default -> List.of(NAME, AGE);
        };
    }

    private static String readyContainers(ObjectNode pod) {
        int ready = 0;
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            ready += container.path("ready").asBoolean() ? 1 : 0;
        }
        return ready + "/" + pod.path("spec").path("containers").size();
    }

    private static String readyReplicas(ObjectNode deployment) {
        return deployment.path("status").path("readyReplicas").asInt() + "/"
                + deployment.path("spec").path("replicas").asInt();
    }

    private static String ports(ObjectNode service) {
        StringJoiner ports = new StringJoiner(",");
        ports.setEmptyValue("<none>");
        for (JsonNode port : service.path("spec").path("ports")) {
            ports.add(port.path("port").asText() + "/" + port.path("protocol").asText("TCP"));
        }
        return ports.toString();
    }

    private static String involved(ObjectNode event) {
        return Json.text(event, "involvedObject", "kind").toLowerCase(Locale.ROOT) + "/"
                + Json.text(event, "involvedObject", "name");
    }
}
