package dev.culvert.clusters.apiserver.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who a request acts as.
 *
 * @param uid empty when there is none
 */
public record User(String name, String uid, Set<String> groups, Map<String, List<String>> extra) {
    public User {
        groups = Set.copyOf(new LinkedHashSet<>(groups));
        extra = Map.copyOf(new LinkedHashMap<>(extra));
    }

    /** A user with a name and groups only. */
    public static User of(String name, String... groups) {
        return new User(name, "", Set.of(groups), Map.of());
    }

    public static User anonymous() {
        return of("system:anonymous", "system:unauthenticated");
    }

    User authenticated() {
        Set<String> all = new LinkedHashSet<>(groups);
        all.add("system:authenticated");
        return new User(name, uid, all, extra);
    }

    boolean isAdministrator() {
        return groups.contains("system:masters");
    }

    /** The {@code userInfo} of reviews. */
    public ObjectNode toUserInfo() {
        ObjectNode info = Json.object();
        info.put("username", name);
        if (!uid.isEmpty()) {
            info.put("uid", uid);
        }
        info.set("groups", Json.strings(groups.stream().sorted().toList()));
        if (!extra.isEmpty()) {
            ObjectNode extras = info.putObject("extra");
            extra.forEach((key, values) -> extras.set(key, Json.strings(values)));
        }
        return info;
    }
}
