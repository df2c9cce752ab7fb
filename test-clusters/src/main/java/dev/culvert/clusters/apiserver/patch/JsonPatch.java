package dev.culvert.clusters.apiserver.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.status.ApiException;

/** JSON patch, RFC 6902. */
final class JsonPatch {
    private JsonPatch() {}

    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isArray()) {
            throw ApiException.badRequest("a JSON patch is an array of operations");
        }
        JsonNode result = target;
        for (JsonNode operation : patch) {
            result = step(result, operation);
        }
        return result;
    }

    private static JsonNode step(JsonNode root, JsonNode operation) {
        JsonPointer path = pointer(operation, "path");
        return switch (operation.path("op").asText()) {
            case "add" -> add(root, path, value(operation));
            case "remove" -> remove(root, path);
            case "replace" -> add(remove(root, path), path, value(operation));
            case "move" -> {
                JsonNode moved = existing(root, pointer(operation, "from"));
                yield add(remove(root, pointer(operation, "from")), path, moved);
            }
            case "copy" ->
                add(root, path, existing(root, pointer(operation, "from")).deepCopy());
            case "test" -> {
                if (!existing(root, path).equals(value(operation))) {
                    throw refused("testing value " + path + " failed");
                }
                yield root;
            }
            default -> throw refused("unknown operation " + operation.path("op").asText());
        };
    }

    private static JsonNode add(JsonNode root, JsonPointer path, JsonNode value) {
        if (path.matches()) {
            return value;
        }
        JsonNode parent = existing(root, path.head());
        String last = path.last().getMatchingProperty();
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode array) {
            int index = last.equals("-") ? array.size() : index(last, array.size());
            array.insert(index, value);
        } else {
            throw refused("add operation does not apply: doc is missing path: " + path);
        }
        return root;
    }

    private static JsonNode remove(JsonNode root, JsonPointer path) {
        existing(root, path);
        if (path.matches()) {
            return root;
        }
        JsonNode parent = root.at(path.head());
        String last = path.last().getMatchingProperty();
        if (parent instanceof ObjectNode object) {
            object.remove(last);
        } else if (parent instanceof ArrayNode array) {
            array.remove(index(last, array.size() - 1));
        }
        return root;
    }

    private static JsonNode existing(JsonNode root, JsonPointer path) {
        JsonNode found = root.at(path);
        if (found.isMissingNode()) {
            throw refused("operation does not apply: doc is missing path: " + path);
        }
        return found;
    }

    private static int index(String text, int last) {
        try {
            int index = Integer.parseInt(text);
            if (index >= 0 && index <= last) {
                return index;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one answer for what is no index.
        }
        throw refused("invalid array index " + text);
    }

    private static JsonNode value(JsonNode operation) {
        if (!operation.has("value")) {
            throw refused("missing value");
        }
        return operation.path("value").deepCopy();
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        try {
            return JsonPointer.compile(operation.path(field).asText());
        } catch (IllegalArgumentException e) {
            throw refused("invalid " + field);
        }
    }

    /** The API server answers a patch that does not apply with 422. */
    private static ApiException refused(String why) {
        return ApiException.invalid("", "JSONPatch", "", "patch", why);
    }
}
