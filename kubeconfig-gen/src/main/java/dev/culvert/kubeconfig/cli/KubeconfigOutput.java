package dev.culvert.kubeconfig.cli;

import dev.culvert.kubeconfig.ClusterAccess;
import dev.culvert.kubeconfig.DefaultLocation;
import dev.culvert.kubeconfig.GatewayUrl;
import dev.culvert.kubeconfig.Kubeconfig;
import dev.culvert.kubeconfig.KubeconfigFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts accesses into a kubeconfig, and says what came of it. */
record KubeconfigOutput(OutputOptions options, Surroundings surroundings) {
    /**
     * Prints or writes.
     *
     * @param accesses may be empty, to prune alone
     */
    void write(GatewayUrl gateway, List<ClusterAccess> accesses) {
        if (options.prints()) {
            Kubeconfig document = current(merged(Kubeconfig.empty(), accesses), accesses, options.setCurrent(true));
            surroundings.out().print(document.render());
            surroundings.out().flush();
            return;
        }
        Path path = options.file().orElseGet(() -> DefaultLocation.of(surroundings.environment()));
        List<String> removed = new ArrayList<>();
        List<String> dangling = new ArrayList<>();
        KubeconfigFile file = new KubeconfigFile(path, options.patience());
        KubeconfigFile.Change change = (document, isNew) -> {
            Kubeconfig merged = merged(pruned(document, gateway, accesses, removed), accesses);
            Kubeconfig after = current(merged, accesses, options.setCurrent(isNew));
            if (removed.contains(after.currentContext())) {
                dangling.add(after.currentContext());
            }
            return after;
        };
        if (options.dryRun()) {
            file.rehearse(change);
        } else {
            file.update(change);
        }
        report(path, accesses, removed, dangling);
    }

    private Kubeconfig pruned(
            Kubeconfig document, GatewayUrl gateway, List<ClusterAccess> accesses, List<String> removed) {
        if (!options.prune()) {
            return document;
        }
        Kubeconfig.Pruned pruned = document.without(gateway, accesses);
        removed.addAll(pruned.contexts());
        return pruned.document();
    }

    private Kubeconfig merged(Kubeconfig document, List<ClusterAccess> accesses) {
        Kubeconfig merged = document;
        for (ClusterAccess access : accesses) {
            merged = merged.with(access, options.force());
        }
        return merged;
    }

    private static Kubeconfig current(Kubeconfig document, List<ClusterAccess> accesses, boolean set) {
        return set && !accesses.isEmpty()
                ? document.withCurrentContext(accesses.get(0).context())
                : document;
    }

    private void report(Path path, List<ClusterAccess> accesses, List<String> removed, List<String> dangling) {
        String leads = options.dryRun() ? " would lead to " : " leads to ";
        for (ClusterAccess access : accesses) {
            surroundings.out().println("Context \"" + access.context() + "\" in " + path + leads + access.server());
        }
        for (String context : removed) {
            String gone = options.dryRun() ? " would be removed" : " was removed";
            surroundings.out().println("Context \"" + context + "\" in " + path + gone);
        }
        for (String context : dangling) {
            surroundings.warn("the current context \"" + context
                    + "\" is one of those removed: choose another with kubectl config use-context");
        }
    }
}
