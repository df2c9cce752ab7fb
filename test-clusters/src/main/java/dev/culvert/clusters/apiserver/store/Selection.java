package dev.culvert.clusters.apiserver.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import java.util.function.Predicate;

/** Which objects of a kind a request is about: a namespace (empty: all) and selectors. */
public record Selection(String namespace, Predicate<ObjectNode> selectors) {
    public boolean matches(ObjectNode object) {
        return (namespace.isEmpty() || namespace.equals(Json.text(object, "metadata", "namespace")))
                && selectors.test(object);
    }

    /** Everything in a namespace; everything at all when it is empty. */
    public static Selection all(String namespace) {
        return new Selection(namespace, object -> true);
    }
}
