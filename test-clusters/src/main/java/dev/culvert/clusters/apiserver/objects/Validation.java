package dev.culvert.clusters.apiserver.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.util.regex.Pattern;

/** The few rules whose breach clients are most likely to see: 400 for the wrong kind, 422 for bad fields. */
final class Validation {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final int MAX_NAME = 253;

    private Validation() {}

    static void check(ResourceType type, ObjectNode object) {
        checkKind(type, object);
        checkName(type, Json.text(object, "metadata", "name"));
        switch (type.kind()) {
            case "Pod" -> checkContainers(type, object, "spec");
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> {
                require(type, object, object.path("spec").path("selector"), "spec.selector");
                checkContainers(type, object, "spec.template.spec");
            }
            case "Job" -> checkContainers(type, object, "spec.template.spec");
            case "RoleBinding", "ClusterRoleBinding" ->
                require(type, object, object.path("roleRef").path("name"), "roleRef.name");
            default -> {}
        }
    }

    static void checkKind(ResourceType type, ObjectNode object) {
        String kind = Json.text(object, "kind");
        String apiVersion = Json.text(object, "apiVersion");
        if (!kind.isEmpty() && !kind.equals(type.kind())) {
            throw ApiException.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s".formatted(kind, apiVersion, type.kind()));
        }
        if (!apiVersion.isEmpty() && !apiVersion.equals(type.apiVersion())) {
            throw ApiException.badRequest(
                    "the API version in the data (%s) does not match the expected API version (%s)"
                            .formatted(apiVersion, type.apiVersion()));
        }
    }

    /** Data that was declared immutable stays as it is. */
    static void checkImmutable(ResourceType type, ObjectNode before, ObjectNode after) {
        boolean immutable = before.path("immutable").asBoolean();
        if (immutable
                && !(before.path("data").equals(after.path("data"))
                        && after.path("immutable").asBoolean())) {
            throw invalid(type, after, "data", "Forbidden: field is immutable when `immutable` is set");
        }
    }

    private static void checkName(ResourceType type, String name) {
        if (name.isEmpty()) {
            throw ApiException.invalid(
                    type.group(), type.kind(), "", "metadata.name", "Required value: name or generateName is required");
        }
        boolean rbac = type.group().equals("rbac.authorization.k8s.io");
        Pattern grammar = type.isCore("services") ? LABEL : SUBDOMAIN;
        boolean good = rbac
                ? !name.contains("/") && !name.contains("%")
                : grammar.matcher(name).matches();
        if (!good || name.length() > MAX_NAME) {
            throw ApiException.invalid(
                    type.group(),
                    type.kind(),
                    name,
                    "metadata.name",
                    "Invalid value: \"%s\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
                            .formatted(name));
        }
    }

    private static void checkContainers(ResourceType type, ObjectNode object, String path) {
        JsonNode spec = object;
        for (String field : path.split("\\.", -1)) {
            spec = spec.path(field);
        }
        JsonNode containers = spec.path("containers");
        require(type, object, containers.path(0), path + ".containers");
        for (int i = 0; i < containers.size(); i++) {
            String at = "%s.containers[%d]".formatted(path, i);
            require(type, object, containers.get(i).path("name"), at + ".name");
            require(type, object, containers.get(i).path("image"), at + ".image");
        }
    }

    private static void require(ResourceType type, ObjectNode object, JsonNode value, String field) {
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())) {
            throw invalid(type, object, field, "Required value");
        }
    }

    private static ApiException invalid(ResourceType type, ObjectNode object, String field, String why) {
        return ApiException.invalid(type.group(), type.kind(), Json.text(object, "metadata", "name"), field, why);
    }
}
