package dev.culvert.clusters.apiserver.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.store.ObjectKey;
import dev.culvert.clusters.apiserver.store.Selection;
import dev.culvert.clusters.apiserver.store.Store;

/** Deletion: preconditions, finalizers, what is owned, and what a namespace holds. There is no grace period. */
public final class Removal {
    private final Store store;
    private final Catalog catalog;

    public Removal(Store store, Catalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    /**
     * Deletes an object and returns its last state. One with finalizers stays, marked, until they are gone.
     *
     * @param options the {@code DeleteOptions} of the request; may be empty
     */
    public ObjectNode delete(ResourceType type, ObjectKey key, JsonNode options, boolean dryRun) {
        ObjectNode before = store.get(type, key);
        Lifecycle.checkUnchanged(type, key, before, options.path("preconditions"));
        if (dryRun) {
            return before;
        }
        if (!before.path("metadata").path("finalizers").isEmpty()) {
            return mark(type, key, before);
        }
        ObjectNode last = store.remove(type, key);
        if (type.isCore("namespaces")) {
            empty(key.name());
        }
        if (!Json.text(options, "propagationPolicy").equals("Orphan")
                && !options.path("orphanDependents").asBoolean()) {
            removeOwnedBy(Json.text(last, "metadata", "uid"));
        }
        return last;
    }

    private ObjectNode mark(ResourceType type, ObjectKey key, ObjectNode before) {
        ObjectNode marked = before.deepCopy();
        ObjectNode metadata = Json.child(marked, "metadata");
        if (!metadata.has("deletionTimestamp")) {
            metadata.put("deletionTimestamp", Lifecycle.now());
            metadata.put("deletionGracePeriodSeconds", 0);
        }
        return store.replace(type, key, marked);
    }

    private void empty(String namespace) {
        catalog.types().stream()
                .filter(type -> type.stored() && type.namespaced())
                .forEach(type -> store.select(type, Selection.all(namespace)).forEach(object -> remove(type, object)));
    }

    private void removeOwnedBy(String uid) {
        for (ResourceType type : catalog.types()) {
            if (type.stored()) {
                store.select(type, new Selection("", object -> isOwnedBy(object, uid)))
                        .forEach(object -> remove(type, object));
            }
        }
    }

    private void remove(ResourceType type, ObjectNode object) {
        ObjectKey key =
                new ObjectKey(Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"));
        if (store.find(type, key).isPresent()) {
            delete(type, key, Json.object(), false);
        }
    }

    private static boolean isOwnedBy(ObjectNode object, String uid) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (Json.text(owner, "uid").equals(uid)) {
                return true;
            }
        }
        return false;
    }
}
