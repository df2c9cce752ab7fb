package dev.culvert.clusters.apiserver.http;

import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.status.ApiException;
import dev.culvert.clusters.apiserver.store.ObjectKey;
import java.util.List;

/**
 * What a path below {@code /api/v1} or {@code /apis/GROUP/VERSION} names.
 *
 * @param namespace empty for all namespaces and for cluster-wide kinds
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param watch whether the path has the old {@code /watch/} form
 */
record ResourcePath(ResourceType type, String namespace, String name, String subresource, boolean watch) {
    /** Parses the decoded segments of the whole path; 404 for what is not served. */
    static ResourcePath parse(Catalog catalog, List<String> segments) {
        boolean core = segments.get(0).equals("api");
        String group = core ? "" : segments.get(1);
        String version = segments.get(core ? 1 : 2);
        List<String> rest = segments.subList(core ? 2 : 3, segments.size());
        boolean watch = rest.get(0).equals("watch") && rest.size() > 1;
        if (watch) {
            rest = rest.subList(1, rest.size());
        }
        // namespaces/NS/RESOURCE, unless it is a subresource of the namespace itself
        if (rest.get(0).equals("namespaces")
                && rest.size() > 2
                && catalog.find(group, version, rest.get(2)).isPresent()) {
            return resource(catalog, group, version, rest.get(1), rest.subList(2, rest.size()), watch);
        }
        return resource(catalog, group, version, "", rest, watch);
    }

    private static ResourcePath resource(
            Catalog catalog, String group, String version, String namespace, List<String> rest, boolean watch) {
        ResourceType type = catalog.find(group, version, rest.get(0)).orElseThrow(ApiException::noSuchPath);
        String name = rest.size() > 1 ? rest.get(1) : "";
        String subresource = rest.size() > 2 ? rest.get(2) : "";
        boolean misplaced = type.namespaced() ? namespace.isEmpty() && !name.isEmpty() : !namespace.isEmpty();
        boolean unknown = !subresource.isEmpty() && !type.subresources().contains(subresource);
        if (misplaced || unknown || (rest.size() > 3 && !subresource.equals("proxy"))) {
            throw ApiException.noSuchPath();
        }
        return new ResourcePath(type, namespace, name, subresource, watch);
    }

    ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    boolean collection() {
        return name.isEmpty();
    }
}
