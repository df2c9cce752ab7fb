package dev.culvert.clusters.apiserver.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;

/** A refused request: an HTTP status code with the reason and message of a Kubernetes {@code Status}. */
public final class ApiException extends RuntimeException {
    private final int code;
    private final String reason;
    private final ObjectNode details;

    private ApiException(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message, Json.object());
    }

    public static ApiException unauthorized() {
        return new ApiException(401, "Unauthorized", "Unauthorized", Json.object());
    }

    public static ApiException forbidden(String message) {
        return new ApiException(403, "Forbidden", message, Json.object());
    }

    /** A path that nothing is served under. */
    public static ApiException noSuchPath() {
        return new ApiException(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    /** An object that is not there. */
    public static ApiException notFound(String group, String resource, String name) {
        return new ApiException(
                404,
                "NotFound",
                "%s \"%s\" not found".formatted(qualified(group, resource), name),
                details(group, resource, name));
    }

    public static ApiException methodNotAllowed() {
        return new ApiException(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Json.object());
    }

    public static ApiException notAcceptable(String offered) {
        return new ApiException(
                406, "NotAcceptable", "only the following media types are accepted: " + offered, Json.object());
    }

    public static ApiException alreadyExists(String group, String resource, String name) {
        return new ApiException(
                409,
                "AlreadyExists",
                "%s \"%s\" already exists".formatted(qualified(group, resource), name),
                details(group, resource, name));
    }

    public static ApiException conflict(String group, String resource, String name, String why) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(qualified(group, resource), name, why),
                details(group, resource, name));
    }

    /** A resource version older than what is remembered: the client has to list again. */
    public static ApiException expired(String message) {
        return new ApiException(410, "Expired", message, Json.object());
    }

    public static ApiException tooLarge(int limit) {
        return new ApiException(
                413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, Json.object());
    }

    public static ApiException unsupportedMediaType(String message) {
        return new ApiException(415, "UnsupportedMediaType", message, Json.object());
    }

    /** An object that fails validation at one field. */
    public static ApiException invalid(String group, String kind, String name, String field, String why) {
        ObjectNode details = Json.object();
        details.put("name", name);
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", kind);
        ObjectNode cause = details.putArray("causes").addObject();
        cause.put("reason", why.startsWith("Required") ? "FieldValueRequired" : "FieldValueInvalid");
        cause.put("message", why);
        cause.put("field", field);
        String qualifiedKind = group.isEmpty() ? kind : kind + "." + group;
        return new ApiException(
                422, "Invalid", "%s \"%s\" is invalid: %s: %s".formatted(qualifiedKind, name, field, why), details);
    }

    public static ApiException internal() {
        return new ApiException(500, "InternalError", "Internal error occurred in the stand-in", Json.object());
    }

    /** Something that needs a real cluster. */
    public static ApiException standIn(String what) {
        return new ApiException(
                501,
                "NotImplemented",
                what + ": this is Culvert's embedded stand-in, not a Kubernetes cluster; it runs no containers",
                Json.object());
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** The body of the answer. */
    public ObjectNode toStatus() {
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure");
        status.put("message", getMessage());
        status.put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        status.put("code", code);
        return status;
    }

    private static String qualified(String group, String resource) {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    private static ObjectNode details(String group, String resource, String name) {
        ObjectNode details = Json.object();
        details.put("name", name);
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", resource);
        return details;
    }
}
