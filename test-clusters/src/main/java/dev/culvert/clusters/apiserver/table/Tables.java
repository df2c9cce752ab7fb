package dev.culvert.clusters.apiserver.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import java.util.List;

/** Renders objects as {@code meta.k8s.io/v1} tables. */
public final class Tables {
    /** How much of each object a row carries, by the words of {@code includeObject}. */
    public enum Include {
        NONE,
        METADATA,
        OBJECT
    }

    private Tables() {}

    /** A table of these objects under the given list metadata. */
    public static ObjectNode of(ResourceType type, List<ObjectNode> objects, ObjectNode metadata, Include include) {
        List<Column> columns = Columns.shownFor(type);
        ObjectNode table = Json.object();
        table.put("kind", "Table");
        table.put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", metadata);
        ArrayNode definitions = table.putArray("columnDefinitions");
        columns.forEach(column -> definitions.add(column.definition()));
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.forEach(column -> cells.add(column.cell().apply(object)));
            switch (include) {
                case NONE -> {}
                case METADATA -> row.set("object", partial(object));
                case OBJECT -> row.set("object", object);
            }
        }
        return table;
    }

    /** The object reduced to its metadata. */
    public static ObjectNode partial(ObjectNode object) {
        ObjectNode partial = Json.object();
        partial.put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
