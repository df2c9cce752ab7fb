package dev.culvert.gateway.authz;

/** As whom a caller acts in the cluster. */
public enum Mode {
    /** As the agent's own service account. */
    AGENT,
    /** As itself: its name, uid, groups and extra become {@code Impersonate-*} headers, and the cluster's RBAC decides. */
    IMPERSONATE
}
