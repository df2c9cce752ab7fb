package dev.culvert.agent.rights;

/** What mode {@code impersonate} needs of the agent's own rights, as the agent's manifest for that mode gives them. */
enum Right {
    USERS("impersonate", "", "users", "callers are refused"),
    GROUPS("impersonate", "", "groups", "callers who have groups are refused"),
    SERVICE_ACCOUNTS("impersonate", "", "serviceaccounts", "callers who are service accounts are refused"),
    /** Kubernetes before 1.22 has no such thing. */
    UIDS("impersonate", "authentication.k8s.io", "uids", "callers who have a uid are refused"),
    ACCESS_REVIEWS("create", "authorization.k8s.io", "subjectaccessreviews", "callers' kubectl --as is refused");

    private final String verb;
    private final String group;
    private final String resource;
    private final String without;

    /**
     * @param without what follows where it is missing
     */
    Right(String verb, String group, String resource, String without) {
        this.verb = verb;
        this.group = group;
        this.resource = resource;
        this.without = without;
    }

    String verb() {
        return verb;
    }

    /** Of the API; empty for the core. */
    String group() {
        return group;
    }

    String resource() {
        return resource;
    }

    boolean isToImpersonate() {
        return this != ACCESS_REVIEWS;
    }

    /** As RBAC says it, and what follows. */
    String explainMissing() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group) + " (" + without + ")";
    }
}
