package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes whole answers. */
final class Answers {
    static final String JSON = "application/json";

    private Answers() {}

    static void json(HttpServerResponse response, int status, JsonNode body) {
        json(response, status, JSON, body);
    }

    static void json(HttpServerResponse response, int status, String contentType, JsonNode body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", contentType)
                .putHeader("Cache-Control", "no-cache, private")
                .end(Buffer.buffer(Json.bytes(body)));
    }

    static void text(HttpServerResponse response, String body) {
        response.setStatusCode(200)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }

    /** A Status with the code of the failure. */
    static void failure(HttpServerResponse response, ApiException failure) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (failure.code() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"culvert-stand-in\"");
        }
        json(response, failure.code(), failure.toStatus());
    }

    /** What a deletion is answered with when the object has gone. */
    static ObjectNode success(ResourceType type, ObjectNode object) {
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details");
        details.put("name", Json.text(object, "metadata", "name"));
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        details.put("kind", type.plural());
        details.put("uid", Json.text(object, "metadata", "uid"));
        return status;
    }
}
