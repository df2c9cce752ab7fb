package dev.culvert.clusters.apiserver.identity;

import dev.culvert.clusters.apiserver.status.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The {@code Impersonate-*} headers. Members of {@code system:masters} may use them, nobody else. */
public final class Impersonation {
    private static final String USER = "impersonate-user";
    private static final String GROUP = "impersonate-group";
    private static final String UID = "impersonate-uid";
    private static final String EXTRA = "impersonate-extra-";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private Impersonation() {}

    /** The user that the request acts as: the caller, or whom the caller impersonates. */
    public static User apply(User caller, Iterable<Map.Entry<String, String>> headers) {
        String name = "";
        String uid = "";
        Set<String> groups = new LinkedHashSet<>();
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String key = header.getKey().toLowerCase(Locale.ROOT);
            if (key.equals(USER)) {
                name = header.getValue();
            } else if (key.equals(UID)) {
                uid = header.getValue();
            } else if (key.equals(GROUP)) {
                groups.add(header.getValue());
            } else if (key.startsWith(EXTRA)) {
                String decoded = URLDecoder.decode(key.substring(EXTRA.length()), StandardCharsets.UTF_8);
                extra.computeIfAbsent(decoded, absent -> new ArrayList<>()).add(header.getValue());
            }
        }
        if (name.isEmpty()) {
            if (!uid.isEmpty() || !groups.isEmpty() || !extra.isEmpty()) {
                throw ApiException.badRequest("requested impersonation without impersonating a user");
            }
            return caller;
        }
        if (!caller.isAdministrator()) {
            throw ApiException.forbidden(
                    "users \"%s\" is forbidden: User \"%s\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope"
                            .formatted(name, caller.name()));
        }
        if (groups.isEmpty() && name.startsWith(SERVICE_ACCOUNT)) {
            groups.addAll(serviceAccountGroups(name));
        }
        User impersonated = new User(name, uid, groups, extra);
        return name.equals(User.anonymous().name()) ? impersonated : impersonated.authenticated();
    }

    /** The groups of {@code system:serviceaccount:NAMESPACE:NAME}. */
    public static Set<String> serviceAccountGroups(String name) {
        String namespace = name.substring(SERVICE_ACCOUNT.length()).split(":", 2)[0];
        return Set.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
    }
}
