package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.config.Section;
import java.util.Map;

/**
 * @param disabled whether neither agents nor callers are let in
 */
public record Cluster(String name, Map<String, String> labels, boolean disabled) {
    static Cluster read(Metadata metadata, Section spec) {
        ClusterConfig.requireLegal(metadata.name(), "metadata.name");
        return new Cluster(metadata.name(), metadata.labels(), spec.flag("disabled"));
    }
}
