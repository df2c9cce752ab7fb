package dev.culvert.gateway.config;

import dev.culvert.gateway.labels.LabelSelector;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule: access to clusters in a mode.
 *
 * @param clusters names, or {@code *} for all
 * @param clusterSelector of labels: clusters that it selects are given beside those that are named; null: none. One of the two
 *     is there
 * @param actAs what of the caller's identity is another one in the cluster; null: nothing. With mode impersonate only
 * @param readOnly whether nothing may be changed
 * @param namespaces outside which nothing can be reached; empty: no limit
 * @param forbid subresources such as {@code exec}, or of one resource, such as {@code nodes/proxy}
 */
public record AccessConfig(
        List<String> clusters,
        @Nullable LabelSelector clusterSelector,
        As mode,
        @Nullable ActAsConfig actAs,
        boolean readOnly,
        List<String> namespaces,
        List<String> forbid) {
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Those by which more is done than reading and writing objects. A misspelt one would forbid nothing. */
    private static final Set<String> FORBIDDABLE =
            Set.of("exec", "attach", "portforward", "proxy", "nodes/proxy", "pods/proxy", "services/proxy", "log");

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
        namespaces = List.copyOf(namespaces);
        forbid = List.copyOf(forbid);
        Objects.requireNonNull(mode, "mode");
        ConfigException.require(
                !clusters.isEmpty() || clusterSelector != null,
                "clusters",
                "names no cluster, and nothing selects any");
        ConfigException.require(actAs == null || mode == As.IMPERSONATE, "actAs", "goes with mode impersonate only");
        for (int i = 0; i < clusters.size(); i++) {
            if (!clusters.get(i).equals(ALL)) {
                ClusterConfig.requireLegal(clusters.get(i), "clusters[" + i + "]");
            }
        }
        for (int i = 0; i < namespaces.size(); i++) {
            boolean legal = NAMESPACE.matcher(namespaces.get(i)).matches();
            ConfigException.require(
                    legal, "namespaces[" + i + "]", "'" + namespaces.get(i) + "' is no namespace's name");
        }
        for (int i = 0; i < forbid.size(); i++) {
            boolean known = FORBIDDABLE.contains(forbid.get(i));
            String hint = "'" + forbid.get(i) + "' is none of " + String.join(", ", new TreeSet<>(FORBIDDABLE));
            ConfigException.require(known, "forbid[" + i + "]", hint);
        }
    }

    /** Access without a limit. */
    public AccessConfig(List<String> clusters, As mode) {
        this(clusters, null, mode, null, false, List.of(), List.of());
    }

    /** Access to clusters by their names, as the caller itself. */
    public AccessConfig(
            List<String> clusters, As mode, boolean readOnly, List<String> namespaces, List<String> forbid) {
        this(clusters, null, mode, null, readOnly, namespaces, forbid);
    }

    /** The selector, where there is one. */
    public Optional<LabelSelector> maybeClusterSelector() {
        return Optional.ofNullable(clusterSelector);
    }

    /** The identity to take on, where there is one. */
    public Optional<ActAsConfig> maybeActAs() {
        return Optional.ofNullable(actAs);
    }

    /** Reads the keys of a rule; leaves others to whoever reads the section. */
    public static AccessConfig read(Section section) {
        return new AccessConfig(
                section.texts("clusters"),
                section.maybeText("clusterSelector").map(AccessConfig::selector).orElse(null),
                section.parsed("mode", AccessConfig::mode, null),
                section.has("actAs") ? section.section("actAs", ActAsConfig::read) : null,
                section.flag("readOnly"),
                section.texts("namespaces"),
                section.texts("forbid"));
    }

    private static LabelSelector selector(String text) {
        try {
            return LabelSelector.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("clusterSelector", String.valueOf(e.getMessage()));
        }
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
