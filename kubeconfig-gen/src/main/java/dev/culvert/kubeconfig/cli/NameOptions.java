package dev.culvert.kubeconfig.cli;

import dev.culvert.kubeconfig.ClusterName;
import dev.culvert.kubeconfig.GatewayUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the entries are called. The same options always give the same names. */
final class NameOptions {
    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Name of the context and of its cluster entry, where there is one cluster (default: the"
                    + " cluster's name).")
    private @Nullable String context;

    @Option(
            names = "--context-prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Put before each cluster's name, to tell gateways apart.")
    private String prefix = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Name of the user entry (default: the context's for one cluster, and the gateway's HOST:PORT"
                    + " for several, which share it).")
    private @Nullable String user;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "",
            description = "Namespace of the contexts.")
    private String namespace = "";

    /** Refuses one name for several. */
    void check(boolean several) {
        if (context != null && several) {
            throw new IllegalArgumentException(
                    "--context names one cluster's context; for several use --context-prefix");
        }
        if (context != null && !prefix.isEmpty()) {
            throw new IllegalArgumentException("--context and --context-prefix exclude each other");
        }
    }

    String context(ClusterName cluster) {
        return context == null ? prefix + cluster : context;
    }

    String user(GatewayUrl gateway, List<ClusterName> clusters, boolean several) {
        if (user != null) {
            return user;
        }
        return several ? prefix + gateway.authority() : context(clusters.get(0));
    }

    String namespace() {
        return namespace;
    }
}
