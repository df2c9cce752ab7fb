package dev.culvert.clusters.apiserver.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import dev.culvert.clusters.apiserver.store.ObjectKey;
import dev.culvert.clusters.apiserver.store.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Creation and change of objects. */
public final class Lifecycle {
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Store store;
    private final Catalog catalog;
    private final Defaults defaults = new Defaults();
    private final PlausibleStatus plausible = new PlausibleStatus();

    public Lifecycle(Store store, Catalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    /** Stores a new object and returns it as created; what follows from it (a pod that runs) is stored right after. */
    public ObjectNode create(ResourceType type, String namespace, ObjectNode body, boolean dryRun) {
        ObjectNode object = body.deepCopy();
        ObjectNode metadata = Json.child(object, "metadata");
        place(type, namespace, metadata);
        if (!Json.text(metadata, "resourceVersion").isEmpty()) {
            throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
        }
        generateName(metadata);
        Validation.check(type, object);
        ObjectKey key = new ObjectKey(namespace, Json.text(metadata, "name"));
        checkNamespace(type, namespace);
        if (store.find(type, key).isPresent()) {
            throw ApiException.alreadyExists(type.group(), type.plural(), key.name());
        }
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", now());
        metadata.remove("deletionTimestamp");
        if (object.has("spec")) {
            metadata.put("generation", 1);
        }
        if (type.hasStatus() && !type.isCore("nodes")) {
            object.remove("status");
        }
        defaults.apply(type, object);
        PlausibleStatus.begin(type, object);
        if (dryRun) {
            return object;
        }
        ObjectNode created = store.add(type, key, object);
        settle(type, key);
        furnish(type, key.name());
        return created;
    }

    /** Replaces an object. A resource version in the body must be the present one: 409 otherwise. */
    public ObjectNode update(ResourceType type, ObjectKey key, ObjectNode body, String subresource, boolean dryRun) {
        ObjectNode before = store.get(type, key);
        ObjectNode object = body.deepCopy();
        ObjectNode metadata = Json.child(object, "metadata");
        place(type, key.namespace(), metadata);
        if (!Json.text(metadata, "name").equals(key.name())) {
            throw ApiException.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(Json.text(metadata, "name"), key.name()));
        }
        checkUnchanged(type, key, before, metadata);
        ObjectNode after = subresource.equals("status") ? statusOnly(before, object) : mainOnly(type, before, object);
        Validation.check(type, after);
        Validation.checkImmutable(type, before, after);
        if (dryRun) {
            return after;
        }
        ObjectNode stored = store.replace(type, key, after);
        if (stored.path("metadata").has("deletionTimestamp")
                && stored.path("metadata").path("finalizers").isEmpty()) {
            return store.remove(type, key);
        }
        if (subresource.isEmpty()) {
            settle(type, key);
        }
        return stored;
    }

    private ObjectNode mainOnly(ResourceType type, ObjectNode before, ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        for (String kept : new String[] {"uid", "creationTimestamp", "deletionTimestamp", "generation"}) {
            keep(metadata, before.path("metadata").path(kept), kept);
        }
        if (type.hasStatus()) {
            keep(object, before.path("status"), "status");
        }
        if (type.isCore("services") && !object.path("spec").has("clusterIP")) {
            keep(Json.child(object, "spec"), before.path("spec").path("clusterIP"), "clusterIP");
        }
        defaults.apply(type, object);
        if (!object.path("spec").equals(before.path("spec"))) {
            metadata.put(
                    "generation", before.path("metadata").path("generation").asLong() + 1);
        }
        return object;
    }

    private static ObjectNode statusOnly(ObjectNode before, ObjectNode object) {
        ObjectNode after = before.deepCopy();
        keep(after, object.path("status"), "status");
        return after;
    }

    private static void keep(ObjectNode into, JsonNode value, String field) {
        if (value.isMissingNode()) {
            into.remove(field);
        } else {
            into.set(field, value);
        }
    }

    private static void place(ResourceType type, String namespace, ObjectNode metadata) {
        String own = Json.text(metadata, "namespace");
        if (!type.namespaced()) {
            metadata.remove("namespace");
        } else if (!own.isEmpty() && !own.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        } else {
            metadata.put("namespace", namespace);
        }
    }

    private static void generateName(ObjectNode metadata) {
        String prefix = Json.text(metadata, "generateName");
        if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
            StringBuilder name = new StringBuilder(prefix);
            for (int i = 0; i < 5; i++) {
                name.append(SUFFIX_LETTERS.charAt(ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length())));
            }
            metadata.put("name", name.toString());
        }
    }

    private void checkNamespace(ResourceType type, String namespace) {
        if (type.namespaced()) {
            store.get(catalog.core("namespaces"), new ObjectKey("", namespace));
        }
    }

    static void checkUnchanged(ResourceType type, ObjectKey key, ObjectNode before, JsonNode expected) {
        String version = Json.text(expected, "resourceVersion");
        if (!version.isEmpty() && !version.equals(Json.text(before, "metadata", "resourceVersion"))) {
            throw ApiException.conflict(
                    type.group(),
                    type.plural(),
                    key.name(),
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
        String uid = Json.text(expected, "uid");
        String actual = Json.text(before, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(actual)) {
            throw ApiException.conflict(
                    type.group(),
                    type.plural(),
                    key.name(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s".formatted(uid, actual));
        }
    }

    private void settle(ResourceType type, ObjectKey key) {
        ObjectNode next = store.get(type, key).deepCopy();
        plausible.settle(type, next, now());
        store.replace(type, key, next);
    }

    /** What controllers put into each new namespace. */
    private void furnish(ResourceType type, String name) {
        if (type.isCore("namespaces")) {
            create(catalog.core("serviceaccounts"), name, named("default"), false);
            create(catalog.core("configmaps"), name, named("kube-root-ca.crt"), false);
        }
    }

    /** The namespaces and the node that a cluster has from its beginning. */
    public void populate() {
        for (String namespace : new String[] {"default", "kube-node-lease", "kube-public", "kube-system"}) {
            create(catalog.core("namespaces"), "", named(namespace), false);
        }
        ObjectNode node = named(PlausibleStatus.NODE);
        Json.child(Json.child(node, "metadata"), "labels").put("kubernetes.io/hostname", PlausibleStatus.NODE);
        ObjectNode status = node.putObject("status");
        status.putObject("nodeInfo").put("kubeletVersion", "none (stand-in)");
        ObjectNode ready = status.putArray("conditions").addObject();
        ready.put("type", "Ready").put("status", "True").put("reason", "StandIn");
        create(catalog.core("nodes"), "", node, false);
    }

    private static ObjectNode named(String name) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", name);
        return object;
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The object of that key, for changes that begin with what is there. */
    public Optional<ObjectNode> find(ResourceType type, ObjectKey key) {
        return store.find(type, key);
    }
}
