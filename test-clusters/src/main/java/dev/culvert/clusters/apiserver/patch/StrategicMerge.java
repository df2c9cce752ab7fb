package dev.culvert.clusters.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kubernetes' strategic merge patch: a merge patch in which some lists are merged by a key of their elements, with the
 * directives {@code $patch}, {@code $retainKeys}, {@code $deleteFromPrimitiveList/…} and {@code $setElementOrder/…}.
 */
final class StrategicMerge {
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private StrategicMerge() {}

    static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        String directive = patch.path("$patch").asText("");
        if (directive.equals("replace")) {
            ObjectNode replacement = patch.deepCopy();
            replacement.remove("$patch");
            return replacement;
        }
        if (directive.equals("delete")) {
            return Json.object();
        }
        if (patch.path("$retainKeys") instanceof ArrayNode retained) {
            target.retain(texts(retained));
        }
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            if (!change.getKey().startsWith("$")) {
                change(target, change.getKey(), change.getValue());
            }
        }
        patch.properties().forEach(change -> directive(target, change.getKey(), change.getValue()));
        return target;
    }

    private static void change(ObjectNode target, String field, JsonNode value) {
        JsonNode old = target.path(field);
        if (value.isNull()) {
            target.remove(field);
        } else if (value instanceof ObjectNode object) {
            boolean deleted = object.path("$patch").asText("").equals("delete");
            ObjectNode merged = apply(old instanceof ObjectNode before ? before : Json.object(), object);
            if (deleted) {
                target.remove(field);
            } else {
                target.set(field, merged);
            }
        } else if (value instanceof ArrayNode array) {
            target.set(field, list(field, old instanceof ArrayNode before ? before : Json.array(), array));
        } else {
            target.set(field, value);
        }
    }

    private static ArrayNode list(String field, ArrayNode old, ArrayNode changes) {
        if (MergeKeys.isSet(field)) {
            changes.forEach(value -> {
                if (!contains(old, value)) {
                    old.add(value);
                }
            });
            return old;
        }
        Optional<String> key = MergeKeys.of(field, changes);
        if (key.isEmpty() || (!changes.isEmpty() && !changes.get(0).isObject())) {
            return changes.deepCopy();
        }
        return keyed(old, changes, key.get());
    }

    private static ArrayNode keyed(ArrayNode old, ArrayNode changes, String key) {
        for (JsonNode change : changes) {
            if (change.path("$patch").asText("").equals("replace")) {
                return replacement(changes);
            }
        }
        for (JsonNode change : changes) {
            if (!change.has(key)) {
                throw ApiException.badRequest("map: %s does not contain declared merge key: %s".formatted(change, key));
            }
            int at = indexOf(old, key, change.path(key));
            if (change.path("$patch").asText("").equals("delete")) {
                if (at >= 0) {
                    old.remove(at);
                }
            } else if (at >= 0) {
                old.set(at, apply((ObjectNode) old.get(at), (ObjectNode) change));
            } else {
                old.add(apply(Json.object(), (ObjectNode) change));
            }
        }
        return old;
    }

    /** A list with {@code $patch: replace} among its elements takes the place of the old one. */
    private static ArrayNode replacement(ArrayNode changes) {
        ArrayNode result = Json.array();
        changes.forEach(change -> {
            if (!change.has("$patch")) {
                result.add(change.deepCopy());
            }
        });
        return result;
    }

    private static void directive(ObjectNode target, String field, JsonNode value) {
        if (field.startsWith(DELETE_FROM)
                && target.path(field.substring(DELETE_FROM.length())) instanceof ArrayNode a) {
            for (Iterator<JsonNode> elements = a.iterator(); elements.hasNext(); ) {
                if (contains((ArrayNode) value, elements.next())) {
                    elements.remove();
                }
            }
        } else if (field.startsWith(ORDER) && target.path(field.substring(ORDER.length())) instanceof ArrayNode a) {
            order(field.substring(ORDER.length()), a, value);
        }
    }

    /** Those named come in the order given, at the end; what the patch does not know stays in front. */
    private static void order(String field, ArrayNode list, JsonNode order) {
        Optional<String> key = MergeKeys.of(field, order);
        for (JsonNode wanted : order) {
            int at = key.map(name -> indexOf(list, name, wanted.path(name))).orElseGet(() -> indexOf(list, wanted));
            if (at >= 0) {
                list.add(list.remove(at));
            }
        }
    }

    private static int indexOf(ArrayNode list, String key, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    private static int indexOf(ArrayNode list, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean contains(ArrayNode list, JsonNode value) {
        return indexOf(list, value) >= 0;
    }

    private static Set<String> texts(ArrayNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(value -> texts.add(value.asText()));
        return texts;
    }
}
