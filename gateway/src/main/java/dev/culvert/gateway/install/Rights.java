package dev.culvert.gateway.install;

import java.util.List;
import java.util.Optional;

/**
 * What the agent's service account may do, at least one of the two.
 *
 * @param clusterRole bound to it, for callers in mode {@code agent}, who have its rights
 * @param impersonation for callers in mode {@code impersonate}, who have their own
 */
public record Rights(Optional<String> clusterRole, Optional<Impersonation> impersonation) {
    /** What a user without a say gets in mode {@code agent}: to look, but not at Secrets. */
    public static final String VIEW = "view";

    public Rights {
        if (clusterRole.isEmpty() && impersonation.isEmpty()) {
            throw new InvalidManifestException("a mode is needed: agent, impersonate, or both");
        }
        clusterRole.ifPresent(role -> Names.requireRole("the cluster role", role));
    }

    /**
     * Who may be impersonated.
     *
     * @param users by name; empty: all users
     * @param groups by name; empty: all groups, {@code system:masters} among them
     * @param extraKeys of the extra values that callers have; none: no extra
     */
    public record Impersonation(List<String> users, List<String> groups, List<String> extraKeys) {
        public Impersonation {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
            extraKeys = List.copyOf(extraKeys);
            users.forEach(user -> Names.requireText("a user", user));
            groups.forEach(group -> Names.requireText("a group", group));
            extraKeys.forEach(key -> Names.requireExtraKey("an extra key", key));
        }
    }
}
