package dev.culvert.clusters.apiserver.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import java.time.Instant;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param wide shown with {@code -o wide} only
 */
record Column(String name, boolean wide, Function<ObjectNode, String> cell) {
    static Column of(String name, Function<ObjectNode, String> cell) {
        return new Column(name, false, cell);
    }

    static Column wide(String name, Function<ObjectNode, String> cell) {
        return new Column(name, true, cell);
    }

    /** The text at a path, or {@code <none>}. */
    static Function<ObjectNode, String> at(String... path) {
        return object -> {
            String text = Json.text(object, path);
            return text.isEmpty() ? "<none>" : text;
        };
    }

    static Function<ObjectNode, String> number(String... path) {
        return object -> {
            String text = Json.text(object, path);
            return text.isEmpty() ? "0" : text;
        };
    }

    static Function<ObjectNode, String> size(String field) {
        return object -> Integer.toString(object.path(field).size());
    }

    static Function<ObjectNode, String> age(String... path) {
        return object -> Age.since(Json.text(object, path), Instant.now());
    }

    ObjectNode definition() {
        ObjectNode definition = Json.object();
        definition.put("name", name);
        definition.put("type", "string");
        definition.put("format", name.equals("Name") ? "name" : "");
        definition.put("description", "");
        definition.put("priority", wide ? 1 : 0);
        return definition;
    }
}
