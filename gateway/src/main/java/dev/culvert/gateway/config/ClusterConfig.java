package dev.culvert.gateway.config;

import dev.culvert.gateway.labels.LabelSyntax;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A registered cluster.
 *
 * @param name a DNS-1123 label, so that no two names differ only in case or in {@code -} and {@code _}, which kubectl's
 *     caches do not tell apart; not {@code api}, {@code apis} or {@code oapi}, which kubeclient takes for the API's root
 * @param labels by which rules select it
 * @param agentTokens of which any one admits an agent; several while they are rotated, none while nobody may connect
 */
public record ClusterConfig(String name, Map<String, String> labels, List<TokenConfig> agentTokens) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Set<String> RESERVED = Set.of("api", "apis", "oapi");

    public ClusterConfig {
        Objects.requireNonNull(name, "name");
        requireLegal(name, "name");
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        requireLegal(labels);
        agentTokens = List.copyOf(agentTokens);
    }

    /** Without labels. */
    public ClusterConfig(String name, List<TokenConfig> agentTokens) {
        this(name, Map.of(), agentTokens);
    }

    /** Throws {@link ConfigException} for a name that no cluster can have. */
    public static void requireLegal(String name, String path) {
        ConfigException.require(
                LABEL.matcher(name).matches(),
                path,
                "'" + name
                        + "' is no cluster name: lower-case letters, digits and '-', at most 63, no '-' at either end");
        ConfigException.require(!RESERVED.contains(name), path, "'" + name + "' is reserved");
    }

    static ClusterConfig read(Section section) {
        return new ClusterConfig(
                section.text("name"),
                section.section("labels", ClusterConfig::readLabels),
                section.sections("agentTokens", TokenConfig::read));
    }

    /** Any keys, with a text each. */
    public static Map<String, String> readLabels(Section section) {
        Map<String, String> labels = new TreeMap<>();
        section.keys().forEach(key -> labels.put(key, section.text(key)));
        return labels;
    }

    /** Throws {@link ConfigException} for labels that Kubernetes would not take. */
    public static void requireLegal(Map<String, String> labels) {
        try {
            LabelSyntax.requireLegal(labels);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("labels", String.valueOf(e.getMessage()));
        }
    }
}
