package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.Destination;
import dev.culvert.gateway.status.StatusException;
import java.util.Optional;

/** The path form, {@code /clusters/NAME/...}: the prefix is cut off, and nothing else is touched. */
final class ClusterPath {
    private static final String ROOT = "/clusters/";

    private ClusterPath() {}

    /** Empty where the target is none of a cluster; throws 400 where it could lead out of the cluster it names. */
    static Optional<Destination> parse(String target) {
        if (!target.startsWith(ROOT)) {
            return Optional.empty();
        }
        int end = ROOT.length();
        while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String name = target.substring(ROOT.length(), end);
        ClusterName.check(name);
        String rest = target.substring(end);
        String inside = rest.startsWith("/") ? rest : "/" + rest;
        if (RequestTarget.climbsOut(inside)) {
            throw StatusException.badRequest("the path leads out of the cluster");
        }
        return Optional.of(new Destination(name, ROOT + name, inside));
    }
}
