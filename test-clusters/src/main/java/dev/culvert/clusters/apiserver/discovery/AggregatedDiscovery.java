package dev.culvert.clusters.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import java.util.List;

/** Discovery in one document: {@code apidiscovery.k8s.io/v2}, which newer clients ask for by their Accept header. */
public final class AggregatedDiscovery {
    public static final String MEDIA_TYPE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final Catalog catalog;

    public AggregatedDiscovery(Catalog catalog) {
        this.catalog = catalog;
    }

    /** {@code /api}: the core group. */
    public ObjectNode core() {
        return list(List.of(""));
    }

    /** {@code /apis}: all the others. */
    public ObjectNode named() {
        return list(catalog.groups());
    }

    private ObjectNode list(Iterable<String> groups) {
        ObjectNode list = Json.object();
        list.put("kind", "APIGroupDiscoveryList");
        list.put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        for (String group : groups) {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            if (!group.isEmpty()) {
                metadata.put("name", group);
            }
            metadata.putNull("creationTimestamp");
            List<ResourceType> types = catalog.inGroup(group);
            ObjectNode version = item.putArray("versions").addObject();
            version.put("version", types.get(0).version());
            ArrayNode resources = version.putArray("resources");
            types.forEach(type -> resources.add(resource(type)));
            version.put("freshness", "Current");
        }
        return list;
    }

    private static ObjectNode resource(ResourceType type) {
        ObjectNode resource = Json.object();
        resource.put("resource", type.plural());
        responseKind(resource, type.group(), type.version(), type.kind());
        resource.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
        resource.put("singularResource", Verbs.singular(type));
        resource.set("verbs", Json.strings(Verbs.of(type)));
        resource.set("shortNames", Json.strings(type.shortNames()));
        resource.set("categories", Json.strings(type.categories()));
        ArrayNode subresources = resource.putArray("subresources");
        type.subresources().stream().sorted().map(Subresource::of).forEach(sub -> {
            ObjectNode entry = subresources.addObject();
            entry.put("subresource", sub.name());
            boolean own = sub.group().isEmpty();
            responseKind(
                    entry, own ? type.group() : sub.group(), own ? type.version() : sub.version(), sub.kindFor(type));
            entry.set("verbs", Json.strings(sub.verbs()));
        });
        return resource;
    }

    private static void responseKind(ObjectNode into, String group, String version, String kind) {
        into.putObject("responseKind")
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }
}
