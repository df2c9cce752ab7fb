package dev.culvert.gateway.config;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A rule: access to clusters in a mode.
 *
 * @param clusters names, or {@code *} for all; at least one
 */
public record AccessConfig(List<String> clusters, As mode) {
    /** The name that stands for every cluster. */
    public static final String ALL = "*";

    /** As whom the caller acts in the cluster. */
    public enum As {
        /** As the agent's service account. */
        AGENT,
        /** As itself, by impersonation. */
        IMPERSONATE
    }

    public AccessConfig {
        clusters = List.copyOf(clusters);
        Objects.requireNonNull(mode, "mode");
        ConfigException.require(!clusters.isEmpty(), "clusters", "names no cluster");
        for (int i = 0; i < clusters.size(); i++) {
            if (!clusters.get(i).equals(ALL)) {
                ClusterConfig.requireLegal(clusters.get(i), "clusters[" + i + "]");
            }
        }
    }

    static AccessConfig read(Section section) {
        return new AccessConfig(section.texts("clusters"), section.parsed("mode", AccessConfig::mode, null));
    }

    private static As mode(String text) {
        for (As as : As.values()) {
            if (as.name().toLowerCase(Locale.ROOT).equals(text)) {
                return as;
            }
        }
        throw new ConfigException("", "'" + text + "' is no mode; there are agent and impersonate");
    }
}
