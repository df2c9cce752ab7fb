package dev.culvert.gateway.authz;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.config.AccessConfig;
import dev.culvert.gateway.config.ActAsConfig;
import dev.culvert.gateway.directory.AccessRule;
import dev.culvert.gateway.directory.Cluster;
import java.util.Set;

/**
 * A rule, ready to be asked.
 *
 * @param place among all rules, in the order in which they are asked
 * @param reason of a decision by it to allow a request, for people
 */
record CompiledRule(AccessRule rule, int place, Set<String> clusters, Restriction restriction, String reason) {
    static CompiledRule of(AccessRule rule, int place) {
        AccessConfig access = rule.access();
        return new CompiledRule(
                rule,
                place,
                Set.copyOf(access.clusters()),
                new Restriction(access.readOnly(), Set.copyOf(access.namespaces()), Set.copyOf(access.forbid())),
                "rule " + AccessRules.quoted(rule.name()) + " gives the cluster");
    }

    boolean gives(Cluster cluster) {
        return clusters.contains(cluster.name())
                || clusters.contains(AccessConfig.ALL)
                || rule.access()
                        .maybeClusterSelector()
                        .filter(selector -> selector.matches(cluster.labels()))
                        .isPresent();
    }

    Grant grant(Caller caller) {
        AccessConfig access = rule.access();
        if (access.mode() == AccessConfig.As.AGENT) {
            return new Grant(Mode.AGENT);
        }
        return new Grant(
                Mode.IMPERSONATE,
                access.maybeActAs().map(as -> actAs(as, caller)).orElse(null));
    }

    private static Caller actAs(ActAsConfig as, Caller caller) {
        boolean itself =
                as.maybeUser().filter(user -> !user.equals(caller.name())).isEmpty();
        return new Caller(
                as.maybeUser().orElse(caller.name()),
                as.maybeUid()
                        .or(() -> itself ? caller.maybeUid() : as.maybeUid())
                        .orElse(null),
                as.maybeGroups().orElse(caller.groups()),
                as.maybeExtra().orElse(caller.extra()));
    }
}
