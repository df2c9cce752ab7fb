package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.Destination;
import dev.culvert.gateway.status.StatusException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The host form, {@code NAME.<domain>/...}: the path is the cluster's, without a prefix that clients could lose. */
final class HostForm {
    private final String suffix;
    private final Set<String> own;

    /**
     * @param domain such as {@code clusters.example.com}; empty: there is no host form
     * @param own hosts of the gateway itself, in lower case
     */
    HostForm(String domain, Set<String> own) {
        this.suffix = domain.isEmpty() ? "" : "." + domain.toLowerCase(Locale.ROOT);
        this.own = Set.copyOf(own);
    }

    /** Empty where the host is none below the domain, or the gateway's own. */
    Optional<Destination> parse(String host, String target) {
        if (suffix.isEmpty()) {
            return Optional.empty();
        }
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        if (!name.endsWith(suffix) || own.contains(name)) {
            return Optional.empty();
        }
        String cluster = name.substring(0, name.length() - suffix.length());
        if (cluster.indexOf('.') >= 0) {
            throw StatusException.badRequest("the host names no cluster");
        }
        ClusterName.check(cluster);
        if (RequestTarget.climbsOut(target)) {
            throw StatusException.badRequest("the path leads out of the cluster");
        }
        return Optional.of(new Destination(cluster, "", target));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
