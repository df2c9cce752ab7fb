package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.identity.User;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.protobuf.ProtobufBody;
import dev.culvert.clusters.apiserver.status.ApiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Locale;

/** One authenticated request with its body read. */
record Call(HttpServerRequest request, User user, Buffer body) {
    HttpMethod method() {
        return request.method();
    }

    HttpServerResponse response() {
        return request.response();
    }

    String header(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    /** The first value of a query parameter, or the empty string. */
    String query(String name) {
        String value = request.params().get(name);
        return value == null ? "" : value;
    }

    boolean flag(String name) {
        String value = query(name);
        return value.equals("true") || value.equals("1");
    }

    /** A number of the query; absent is 0. */
    int number(String name) {
        String value = query(name);
        try {
            return value.isEmpty() ? 0 : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("%s: not a number".formatted(name));
        }
    }

    boolean dryRun() {
        return query("dryRun").equals("All");
    }

    boolean wantsWebSocket() {
        return header("upgrade").toLowerCase(Locale.ROOT).equals("websocket");
    }

    /** The body as an object; 400 when it is none, 415 for media types other than JSON, YAML and protobuf. */
    ObjectNode object() {
        if (document() instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body of the request is not an object");
    }

    /** The body as an object, or an empty one when there is no body. */
    ObjectNode optionalObject() {
        return body.length() == 0 ? Json.object() : object();
    }

    JsonNode document() {
        String mediaType = header("content-type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        try {
            return switch (mediaType) {
                case "", "application/json" -> Json.parse(body.getBytes());
                case "application/yaml" -> Json.parseYaml(body.getBytes());
                case ProtobufBody.MEDIA_TYPE -> ProtobufBody.parse(body.getBytes());
                default ->
                    throw ApiException.unsupportedMediaType(
                            "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml");
            };
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** The body of a patch: YAML includes JSON. */
    JsonNode patch(boolean yaml) {
        try {
            return yaml ? Json.parseYaml(body.getBytes()) : Json.parse(body.getBytes());
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static ApiException unreadable() {
        return ApiException.badRequest("the body of the request could not be parsed");
    }
}
