package dev.culvert.clusters.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.util.List;

/** Discovery in its old form: one document a group and version. */
public final class DiscoveryDocuments {
    private final Catalog catalog;

    public DiscoveryDocuments(Catalog catalog) {
        this.catalog = catalog;
    }

    /** {@code /api}. */
    public ObjectNode apiVersions(String authority) {
        ObjectNode document = document("APIVersions", "v1");
        document.remove("apiVersion");
        document.putArray("versions").add("v1");
        ObjectNode address = document.putArray("serverAddressByClientCIDRs").addObject();
        address.put("clientCIDR", "0.0.0.0/0");
        address.put("serverAddress", authority);
        return document;
    }

    /** {@code /apis}. */
    public ObjectNode groups() {
        ObjectNode document = document("APIGroupList", "v1");
        ArrayNode groups = document.putArray("groups");
        catalog.groups().forEach(name -> groups.add(groupEntry(name)));
        return document;
    }

    /** {@code /apis/GROUP}. */
    public ObjectNode group(String name) {
        if (!catalog.groups().contains(name)) {
            throw ApiException.noSuchPath();
        }
        ObjectNode group = document("APIGroup", "v1");
        group.setAll(groupEntry(name));
        return group;
    }

    /** {@code /api/v1} (with an empty group) and {@code /apis/GROUP/VERSION}. */
    public ObjectNode resources(String group, String version) {
        List<ResourceType> types = catalog.inGroup(group).stream()
                .filter(type -> type.version().equals(version))
                .toList();
        if (types.isEmpty()) {
            throw ApiException.noSuchPath();
        }
        ObjectNode document = document("APIResourceList", "v1");
        document.put("groupVersion", types.get(0).apiVersion());
        ArrayNode resources = document.putArray("resources");
        for (ResourceType type : types) {
            resources.add(resource(type));
            type.subresources().stream()
                    .sorted()
                    .forEach(name -> resources.add(subresource(type, Subresource.of(name))));
        }
        return document;
    }

    private ObjectNode groupEntry(String name) {
        ObjectNode version = Json.object();
        String number = catalog.inGroup(name).get(0).version();
        version.put("groupVersion", name + "/" + number);
        version.put("version", number);
        ObjectNode group = Json.object();
        group.put("name", name);
        group.putArray("versions").add(version);
        group.set("preferredVersion", version);
        return group;
    }

    private static ObjectNode resource(ResourceType type) {
        ObjectNode resource = Json.object();
        resource.put("name", type.plural());
        resource.put("singularName", Verbs.singular(type));
        resource.put("namespaced", type.namespaced());
        resource.put("kind", type.kind());
        resource.set("verbs", Json.strings(Verbs.of(type)));
        if (!type.shortNames().isEmpty()) {
            resource.set("shortNames", Json.strings(type.shortNames()));
        }
        if (!type.categories().isEmpty()) {
            resource.set("categories", Json.strings(type.categories()));
        }
        return resource;
    }

    private static ObjectNode subresource(ResourceType type, Subresource subresource) {
        ObjectNode resource = Json.object();
        resource.put("name", type.plural() + "/" + subresource.name());
        resource.put("singularName", "");
        resource.put("namespaced", type.namespaced());
        if (!subresource.group().isEmpty()) {
            resource.put("group", subresource.group());
            resource.put("version", subresource.version());
        }
        resource.put("kind", subresource.kindFor(type));
        resource.set("verbs", Json.strings(subresource.verbs()));
        return resource;
    }

    private static ObjectNode document(String kind, String apiVersion) {
        ObjectNode document = Json.object();
        document.put("kind", kind);
        document.put("apiVersion", apiVersion);
        return document;
    }
}
