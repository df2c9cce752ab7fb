package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.objects.Lifecycle;
import dev.culvert.clusters.apiserver.objects.Removal;
import dev.culvert.clusters.apiserver.patch.PatchType;
import dev.culvert.clusters.apiserver.status.ApiException;
import dev.culvert.clusters.apiserver.store.ObjectKey;
import dev.culvert.clusters.apiserver.store.Page;
import dev.culvert.clusters.apiserver.store.Selection;
import dev.culvert.clusters.apiserver.store.Selectors;
import dev.culvert.clusters.apiserver.store.Store;
import java.util.ArrayList;
import java.util.List;

/** The verbs on objects and collections, and on the {@code status} and {@code finalize} subresources. */
final class ObjectRoutes {
    private final Store store;
    private final Lifecycle lifecycle;
    private final Removal removal;

    ObjectRoutes(Store store, Lifecycle lifecycle, Removal removal) {
        this.store = store;
        this.lifecycle = lifecycle;
        this.removal = removal;
    }

    void collection(Call call, ResourcePath path) {
        switch (call.method().name()) {
            case "GET" -> list(call, path);
            case "POST" -> create(call, path);
            case "DELETE" -> deleteCollection(call, path);
            default -> throw ApiException.methodNotAllowed();
        }
    }

    void object(Call call, ResourcePath path) {
        switch (call.method().name()) {
            case "GET" -> answer(call, path, 200, store.get(path.type(), path.key()));
            case "PUT" -> {
                ObjectNode body = call.object();
                answer(
                        call,
                        path,
                        200,
                        lifecycle.update(path.type(), path.key(), body, path.subresource(), call.dryRun()));
            }
            case "PATCH" -> patch(call, path);
            case "DELETE" -> delete(call, path);
            default -> throw ApiException.methodNotAllowed();
        }
    }

    private void list(Call call, ResourcePath path) {
        Rendering rendering = Rendering.of(call);
        Page page = store.page(path.type(), selection(call, path), call.number("limit"), call.query("continue"));
        Answers.json(call.response(), 200, rendering.list(path.type(), page));
    }

    private void create(Call call, ResourcePath path) {
        ResourceType type = path.type();
        if (type.namespaced() && path.namespace().isEmpty()) {
            throw ApiException.methodNotAllowed();
        }
        answer(call, path, 201, lifecycle.create(type, path.namespace(), call.object(), call.dryRun()));
    }

    private void patch(Call call, ResourcePath path) {
        PatchType patchType = PatchType.of(call.header("content-type"));
        JsonNode patch = call.patch(patchType == PatchType.APPLY);
        ObjectKey key = path.key();
        boolean creates = patchType == PatchType.APPLY
                && path.subresource().isEmpty()
                && lifecycle.find(path.type(), key).isEmpty();
        if (creates) {
            ObjectNode created = patchType.apply(named(path), patch);
            answer(call, path, 201, lifecycle.create(path.type(), path.namespace(), created, call.dryRun()));
            return;
        }
        ObjectNode patched = patchType.apply(store.get(path.type(), key), patch);
        answer(call, path, 200, lifecycle.update(path.type(), key, patched, path.subresource(), call.dryRun()));
    }

    private static ObjectNode named(ResourcePath path) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", path.name());
        return object;
    }

    private void delete(Call call, ResourcePath path) {
        if (!path.subresource().isEmpty()) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode last = removal.delete(path.type(), path.key(), options(call), call.dryRun());
        boolean stays = lifecycle.find(path.type(), path.key()).isPresent();
        Answers.json(call.response(), 200, stays ? last : Answers.success(path.type(), last));
    }

    private void deleteCollection(Call call, ResourcePath path) {
        List<ObjectNode> deleted = new ArrayList<>();
        ObjectNode options = options(call);
        for (ObjectNode object : store.select(path.type(), selection(call, path))) {
            ObjectKey key =
                    new ObjectKey(Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"));
            if (lifecycle.find(path.type(), key).isPresent()) {
                deleted.add(removal.delete(path.type(), key, options, call.dryRun()));
            }
        }
        Page page = new Page(deleted, store.revision(), "", 0);
        Answers.json(call.response(), 200, Rendering.of(call).list(path.type(), page));
    }

    /** The options of a deletion: in the body, and by the older way in the query. */
    private static ObjectNode options(Call call) {
        ObjectNode options = call.optionalObject();
        if (!call.query("propagationPolicy").isEmpty()) {
            options.put("propagationPolicy", call.query("propagationPolicy"));
        }
        return options;
    }

    private static Selection selection(Call call, ResourcePath path) {
        return new Selection(
                path.namespace(), Selectors.parse(call.query("labelSelector"), call.query("fieldSelector")));
    }

    private static void answer(Call call, ResourcePath path, int status, ObjectNode object) {
        Answers.json(call.response(), status, Rendering.of(call).object(path.type(), object));
    }
}
