package dev.culvert.kubeconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes out what was once made for a gateway and is no longer asked for. Known by its {@link Mark}; a cluster without one by
 * its server's URL, and a context without one by leading to such a cluster of the same name. An entry that something which
 * stays refers to stays too. Users are known by the mark alone: a credential is nobody's to delete on a guess.
 */
record Prune(Mapping root, GatewayUrl gateway, Set<String> contexts, Set<String> users) {
    /** What is left, and the names of the contexts that are gone. */
    record Result(Mapping root, List<String> removed) {}

    Result apply() {
        List<String> removed = new ArrayList<>();
        Mapping left = NamedEntries.contexts(root).without((name, context) -> {
            boolean stale = !contexts.contains(name) && isOurContext(name, context);
            if (stale) {
                removed.add(name);
            }
            return stale;
        });
        List<Mapping> remaining = NamedEntries.contexts(left).bodies();
        left = NamedEntries.clusters(left)
                .without((name, cluster) ->
                        !contexts.contains(name) && isOurCluster(cluster) && !refers(remaining, "cluster", name));
        left = NamedEntries.users(left)
                .without((name, user) -> !users.contains(name) && isMarked(user) && !refers(remaining, "user", name));
        return new Result(left, removed);
    }

    private boolean isOurContext(String name, Mapping context) {
        if (Mark.of(context).isPresent()) {
            return isMarked(context);
        }
        return context.text("cluster").equals(name)
                && NamedEntries.clusters(root)
                        .find(name)
                        .filter(this::isOurCluster)
                        .isPresent();
    }

    private boolean isOurCluster(Mapping cluster) {
        Optional<String> mark = Mark.of(cluster);
        return mark.isPresent() ? isMarked(cluster) : gateway.leadsToACluster(cluster.text("server"));
    }

    private boolean isMarked(Mapping body) {
        return Mark.of(body).filter(gateway.url()::equals).isPresent();
    }

    private static boolean refers(List<Mapping> contexts, String key, String name) {
        return contexts.stream().anyMatch(context -> context.text(key).equals(name));
    }
}
