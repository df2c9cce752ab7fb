package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.config.Section;
import dev.culvert.gateway.config.TokenConfig;
import java.util.List;
import java.util.Set;

/**
 * @param name by which the administration knows it; no secret
 * @param caller whose it is
 * @param clusters to which it is limited; empty: to none in particular
 */
public record CallerToken(String name, String caller, Set<String> clusters, TokenConfig token) {
    public CallerToken {
        clusters = Set.copyOf(clusters);
    }

    static CallerToken read(Item item, Section spec) {
        spec.maybeText("description");
        List<String> clusters = spec.texts("clusters");
        for (int i = 0; i < clusters.size(); i++) {
            ClusterConfig.requireLegal(clusters.get(i), "clusters[" + i + "]");
        }
        return new CallerToken(item.name(), spec.text("caller"), Set.copyOf(clusters), Tokens.read(item, spec));
    }
}
