package dev.culvert.gateway.impersonation;

import dev.culvert.gateway.authn.Caller;
import java.util.ArrayList;
import java.util.List;

/**
 * What a kube-apiserver makes of an impersonated caller. Its authorizer must be asked about that one: a right of
 * {@code system:authenticated} is everybody's.
 */
final class ClusterUser {
    private static final String ANONYMOUS = "system:anonymous";
    private static final String AUTHENTICATED = "system:authenticated";
    private static final String UNAUTHENTICATED = "system:unauthenticated";

    private ClusterUser() {}

    /** The caller's groups, with those that the API server adds. */
    static List<String> groups(Caller caller) {
        List<String> groups = new ArrayList<>(caller.groups());
        Right right = Right.user(caller.name());
        if (groups.isEmpty() && !right.namespace().isEmpty()) {
            groups.add("system:serviceaccounts");
            groups.add("system:serviceaccounts:" + right.namespace());
        }
        if (caller.name().equals(ANONYMOUS)) {
            if (!groups.contains(UNAUTHENTICATED)) {
                groups.add(UNAUTHENTICATED);
            }
        } else if (!groups.contains(AUTHENTICATED) && !groups.contains(UNAUTHENTICATED)) {
            groups.add(AUTHENTICATED);
        }
        return groups;
    }
}
