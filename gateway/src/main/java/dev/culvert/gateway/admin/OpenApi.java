package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The document that describes the routes: the paths from the table of routes, the schemas from a resource beside this class. */
final class OpenApi {
    private OpenApi() {}

    static ObjectNode document(List<Route> routes, String version) {
        ObjectNode document = schemas();
        document.withObject("/info").put("version", version);
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            String path = AdminApi.ROOT + route.path();
            ObjectNode item = paths.has(path) ? (ObjectNode) paths.get(path) : paths.putObject(path);
            operation(item.putObject(route.method().toLowerCase(Locale.ROOT)), route);
        }
        return document;
    }

    private static void operation(ObjectNode operation, Route route) {
        String who = route.access() == Route.Access.CALLERS ? " For every caller." : " For administrators.";
        operation.put("summary", route.summary());
        operation.put("description", "Gives: " + route.summary() + "." + who);
        ArrayNode parameters = operation.putArray("parameters");
        if (route.path().contains("{name}")) {
            parameter(parameters, "name", "path").put("required", true);
        }
        route.parameters().forEach(name -> parameter(parameters, name, "query"));
        if (route.hasBody()) {
            String type = route.method().equals("PATCH") ? "application/merge-patch+json" : "application/json";
            content(operation.putObject("requestBody").put("required", true), type, route.takes());
        }
        ObjectNode responses = operation.putObject("responses");
        ObjectNode good = responses.putObject(
                route.method().equals("POST") && !route.gives().endsWith("Review") ? "201" : "200");
        content(good.put("description", "done"), "application/json", route.gives());
        content(
                responses.putObject("default").put("description", "a Kubernetes Status says why not"),
                "application/json",
                "Status");
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String in) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private static void content(ObjectNode parent, String type, String schema) {
        parent.putObject("content").putObject(type).putObject("schema").put("$ref", "#/components/schemas/" + schema);
    }

    private static ObjectNode schemas() {
        try (InputStream resource =
                Objects.requireNonNull(OpenApi.class.getResourceAsStream("schemas.json"), "in the jar")) {
            return new ObjectMapper().readValue(resource, ObjectNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
