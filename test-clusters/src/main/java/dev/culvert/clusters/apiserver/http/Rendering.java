package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import dev.culvert.clusters.apiserver.store.Page;
import dev.culvert.clusters.apiserver.table.Tables;
import java.util.List;
import java.util.Locale;

/** How the client wants to see objects: as they are, as a table, or their metadata only. The Accept header decides. */
record Rendering(Form form, Tables.Include include) {
    enum Form {
        PLAIN,
        TABLE,
        METADATA
    }

    /** The first offer that can be served; 406 when there is none. */
    static Rendering of(Call call) {
        String accept = call.header("accept").toLowerCase(Locale.ROOT);
        Tables.Include include =
                switch (call.query("includeObject")) {
                    case "None" -> Tables.Include.NONE;
                    case "Object" -> Tables.Include.OBJECT;
                    default -> Tables.Include.METADATA;
                };
        if (accept.isBlank()) {
            return new Rendering(Form.PLAIN, include);
        }
        for (String offer : accept.split(",", -1)) {
            String compact = offer.replace(" ", "");
            boolean json = compact.startsWith("application/json");
            if (json && compact.contains("as=table")) {
                return new Rendering(Form.TABLE, include);
            }
            if (json && compact.contains("as=partialobjectmetadata")) {
                return new Rendering(Form.METADATA, include);
            }
            if ((json && !compact.contains("as="))
                    || compact.startsWith("*/*")
                    || compact.startsWith("application/*")) {
                return new Rendering(Form.PLAIN, include);
            }
        }
        throw ApiException.notAcceptable("application/json");
    }

    ObjectNode object(ResourceType type, ObjectNode object) {
        return switch (form) {
            case PLAIN -> object;
            case METADATA -> Tables.partial(object);
            case TABLE -> Tables.of(type, List.of(object), version(object), include);
        };
    }

    ObjectNode list(ResourceType type, Page page) {
        ObjectNode metadata = Json.object();
        metadata.put("resourceVersion", Long.toString(page.revision()));
        if (!page.continuation().isEmpty()) {
            metadata.put("continue", page.continuation());
            metadata.put("remainingItemCount", page.remaining());
        }
        if (form == Form.TABLE) {
            return Tables.of(type, page.items(), metadata, include);
        }
        ObjectNode list = Json.object();
        list.put("kind", form == Form.PLAIN ? type.listKind() : "PartialObjectMetadataList");
        list.put("apiVersion", form == Form.PLAIN ? type.apiVersion() : "meta.k8s.io/v1");
        list.set("metadata", metadata);
        ArrayNode items = list.putArray("items");
        page.items().forEach(object -> items.add(form == Form.PLAIN ? untyped(object) : Tables.partial(object)));
        return list;
    }

    /** The elements of a list do not repeat its kind. */
    private static ObjectNode untyped(ObjectNode object) {
        ObjectNode element = Json.object();
        element.setAll(object);
        element.remove(List.of("kind", "apiVersion"));
        return element;
    }

    private static ObjectNode version(ObjectNode object) {
        return Json.object().put("resourceVersion", Json.text(object, "metadata", "resourceVersion"));
    }
}
