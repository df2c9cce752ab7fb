package dev.culvert.cli;

import java.util.List;

/** What can be listed and shown, and the columns of its table. */
enum Resource {
    CLUSTERS(
            "clusters",
            "Cluster",
            List.of(
                    new Column("NAME", "/metadata/name"),
                    new Column("CONNECTED", "/status/connected"),
                    new Column("DISABLED", "/spec/disabled"),
                    new Column("AGENTS", "/status/agents"),
                    new Column("LABELS", "/metadata/labels"),
                    new Column("SOURCE", "/status/source"))),
    AGENT_TOKENS(
            "agenttokens",
            "AgentToken",
            List.of(
                    new Column("NAME", "/metadata/name"),
                    new Column("CLUSTER", "/spec/cluster"),
                    new Column("EXPIRES", "/spec/expires"),
                    new Column("LAST USED", "/status/lastUsed"),
                    new Column("DESCRIPTION", "/spec/description"))),
    INSTALL_LINKS(
            "installlinks",
            "InstallLink",
            List.of(
                    new Column("NAME", "/metadata/name"),
                    new Column("CLUSTER", "/spec/cluster"),
                    new Column("USES LEFT", "/spec/uses"),
                    new Column("EXPIRES", "/spec/expires"),
                    new Column("DESCRIPTION", "/spec/description"))),
    CALLERS(
            "callers",
            "Caller",
            List.of(
                    new Column("NAME", "/metadata/name"),
                    new Column("GROUPS", "/spec/groups"),
                    new Column("DISABLED", "/spec/disabled"),
                    new Column("SOURCE", "/status/source"))),
    CALLER_TOKENS(
            "callertokens",
            "CallerToken",
            List.of(
                    new Column("NAME", "/metadata/name"),
                    new Column("CALLER", "/spec/caller"),
                    new Column("CLUSTERS", "/spec/clusters"),
                    new Column("EXPIRES", "/spec/expires"),
                    new Column("LAST USED", "/status/lastUsed"),
                    new Column("DESCRIPTION", "/spec/description"))),
    ACCESS_RULES(
            "accessrules",
            "AccessRule",
            List.of(
                    new Column("NAME", "/metadata/name"),
                    new Column("SUBJECTS", "/spec/subjects"),
                    new Column("CLUSTERS", "/spec/clusters"),
                    new Column("SELECTOR", "/spec/clusterSelector"),
                    new Column("MODE", "/spec/mode"),
                    new Column("READ-ONLY", "/spec/readOnly"),
                    new Column("SOURCE", "/status/source")));

    /** A heading, and where in an object its value is. */
    record Column(String heading, String pointer) {}

    private final String path;
    private final String kind;

    @SuppressWarnings("ImmutableEnumChecker") // List.of() makes unmodifiable ones only.
    private final List<Column> columns;

    Resource(String path, String kind, List<Column> columns) {
        this.path = path;
        this.kind = kind;
        this.columns = columns;
    }

    String path() {
        return path;
    }

    String kind() {
        return kind;
    }

    List<Column> columns() {
        return columns;
    }
}
