package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.MultiMap;
import java.util.Map;

/**
 * One request to the administration, understood.
 *
 * @param origin {@code https://HOST[:PORT]} by which the caller reaches the gateway; empty where the request names none
 * @param path what stands for the variables of the route's path, decoded
 * @param query decoded
 * @param body missing where the route takes none
 */
record Ask(Caller caller, String origin, Map<String, String> path, MultiMap query, JsonNode body) {
    String name() {
        return path.getOrDefault("name", "");
    }

    /** Whether nothing is to be changed; {@code dryRun=All} as in Kubernetes, and nothing else. */
    boolean dryRun() {
        String value = query.get("dryRun");
        if (value != null && !value.equals("All")) {
            throw StatusException.badRequest("dryRun can be All, and nothing else");
        }
        return value != null;
    }

    /** The value of a parameter; empty where it is missing. */
    String parameter(String key) {
        String value = query.get(key);
        return value == null ? "" : value;
    }
}
