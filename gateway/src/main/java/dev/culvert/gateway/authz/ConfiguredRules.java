package dev.culvert.gateway.authz;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.config.AccessConfig;
import dev.culvert.gateway.config.CallerConfig;
import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of the configuration: of each caller's rules the first that names the cluster and withholds nothing of what the
 * request asks for counts. A cluster that is not registered is out of everybody's reach, also where a rule names all clusters. Immutable; any thread.
 */
public final class ConfiguredRules implements Authorizer {
    private final Set<String> clusters;
    private final Map<String, List<AccessConfig>> rules = new HashMap<>();

    public ConfiguredRules(List<ClusterConfig> clusters, List<CallerConfig> callers) {
        this.clusters = clusters.stream().map(ClusterConfig::name).collect(Collectors.toUnmodifiableSet());
        callers.forEach(caller -> rules.put(caller.name(), caller.access()));
    }

    @Override
    public Future<Grant> authorize(Caller caller, String cluster, RequestAttributes request) {
        Optional<String> objection = Optional.empty();
        if (clusters.contains(cluster)) {
            for (AccessConfig rule : rules.getOrDefault(caller.name(), List.of())) {
                if (rule.clusters().contains(cluster) || rule.clusters().contains(AccessConfig.ALL)) {
                    Optional<String> its = restriction(rule).objection(request.info());
                    if (its.isEmpty()) {
                        return Future.succeededFuture(new Grant(toMode(rule.mode())));
                    }
                    objection = objection.or(() -> its);
                }
            }
        }
        return Future.failedFuture(
                objection.isPresent() ? withheld(caller, cluster, objection.get()) : denied(caller, cluster));
    }

    private static Restriction restriction(AccessConfig rule) {
        return new Restriction(rule.readOnly(), Set.copyOf(rule.namespaces()), Set.copyOf(rule.forbid()));
    }

    private static StatusException withheld(Caller caller, String cluster, String objection) {
        return StatusException.forbidden("user " + quoted(caller.name()) + " has access to cluster " + quoted(cluster)
                + ", but not to this: " + objection);
    }

    /** Says what the caller said, and nothing that it did not know. */
    private static StatusException denied(Caller caller, String cluster) {
        return StatusException.forbidden(
                "user " + quoted(caller.name()) + " has no access to cluster " + quoted(cluster));
    }

    private static String quoted(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7E]", "?");
        return '"' + (printable.length() <= 80 ? printable : printable.substring(0, 80) + "…") + '"';
    }

    private static Mode toMode(AccessConfig.As as) {
        return as == AccessConfig.As.AGENT ? Mode.AGENT : Mode.IMPERSONATE;
    }
}
