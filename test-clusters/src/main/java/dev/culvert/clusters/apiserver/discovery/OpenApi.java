package dev.culvert.clusters.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.util.List;

/**
 * OpenAPI as far as kubectl needs it: which kinds there are with their top-level fields (for {@code explain}), and that
 * writes take {@code dryRun} and {@code fieldValidation} (so that it leaves validation to the server). Fields below the top
 * level are not described: the schemas say so.
 */
public final class OpenApi {
    private static final String OPEN = "x-kubernetes-preserve-unknown-fields";

    private final Catalog catalog;

    public OpenApi(Catalog catalog) {
        this.catalog = catalog;
    }

    /** {@code /openapi/v3}: where the documents are. */
    public ObjectNode index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        catalog.types().stream().map(OpenApi::root).distinct().forEach(root -> paths.putObject(root)
                .put("serverRelativeURL", "/openapi/v3/" + root + "?hash=STAND1N"));
        return index;
    }

    /** {@code /openapi/v3/api/v1} and {@code /openapi/v3/apis/GROUP/VERSION}. */
    public ObjectNode v3(String root) {
        List<ResourceType> types =
                catalog.types().stream().filter(type -> root(type).equals(root)).toList();
        if (types.isEmpty()) {
            throw ApiException.noSuchPath();
        }
        ObjectNode document = Json.object();
        document.put("openapi", "3.0.0");
        info(document);
        ObjectNode paths = document.putObject("paths");
        types.forEach(type -> paths(paths, type, true));
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        types.forEach(type -> schemas.set(schemaName(type), schema(type)));
        return document;
    }

    /** {@code /openapi/v2}: all kinds in one Swagger document. */
    public ObjectNode v2() {
        ObjectNode document = Json.object();
        document.put("swagger", "2.0");
        info(document);
        ObjectNode paths = document.putObject("paths");
        ObjectNode definitions = document.putObject("definitions");
        for (ResourceType type : catalog.types()) {
            paths(paths, type, false);
            definitions.set(schemaName(type), schema(type));
        }
        return document;
    }

    private static void info(ObjectNode document) {
        ObjectNode info = document.putObject("info");
        info.put("title", "Culvert's embedded stand-in for the Kubernetes API");
        info.put("version", "v1.32.0");
    }

    private static String root(ResourceType type) {
        return type.group().isEmpty() ? "api/v1" : "apis/" + type.apiVersion();
    }

    private static String schemaName(ResourceType type) {
        String group = type.group().isEmpty() ? "core" : type.group().split("\\.", 2)[0];
        return "io.k8s.api.%s.%s.%s".formatted(group, type.version(), type.kind());
    }

    private static void paths(ObjectNode paths, ResourceType type, boolean v3) {
        String collection = "/" + root(type) + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
        ObjectNode many = paths.putObject(collection);
        operation(many, "post", type, v3);
        if (type.stored()) {
            operation(many, "get", type, v3);
            ObjectNode one = paths.putObject(collection + "/{name}");
            for (String method : new String[] {"get", "put", "patch", "delete"}) {
                operation(one, method, type, v3);
            }
        }
    }

    private static void operation(ObjectNode path, String method, ResourceType type, boolean v3) {
        ObjectNode operation = path.putObject(method);
        operation.put("description", "%s of kind %s".formatted(method, type.kind()));
        operation.put("operationId", "%s%s%s".formatted(method, type.version(), type.kind()));
        ArrayNode parameters = operation.putArray("parameters");
        for (String name : new String[] {"dryRun", "fieldManager", "fieldValidation"}) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", name).put("in", "query").put("description", name);
            (v3 ? parameter.putObject("schema") : parameter).put("type", "string");
        }
        operation.putObject("responses").putObject("200").put("description", "OK");
        operation.set("x-kubernetes-group-version-kind", groupVersionKind(type));
    }

    private static ObjectNode schema(ResourceType type) {
        ObjectNode schema = Json.object();
        schema.put("type", "object");
        schema.put("description", "%s, as Culvert's embedded stand-in keeps it.".formatted(type.kind()));
        ObjectNode properties = schema.putObject("properties");
        text(properties, "apiVersion", "The version of the schema of this object.");
        text(properties, "kind", "The kind of this object: " + type.kind() + ".");
        open(properties, "metadata", "Standard object's metadata.");
        open(properties, "spec", "What is wanted. The stand-in keeps all fields and describes none.");
        if (type.hasStatus()) {
            open(properties, "status", "What the stand-in makes of it.");
        }
        schema.put(OPEN, true);
        schema.putArray("x-kubernetes-group-version-kind").add(groupVersionKind(type));
        return schema;
    }

    private static void text(ObjectNode properties, String name, String description) {
        properties.putObject(name).put("type", "string").put("description", description);
    }

    private static void open(ObjectNode properties, String name, String description) {
        ObjectNode property = properties.putObject(name);
        property.put("type", "object").put("description", description).put(OPEN, true);
    }

    private static ObjectNode groupVersionKind(ResourceType type) {
        return Json.object().put("group", type.group()).put("kind", type.kind()).put("version", type.version());
    }
}
