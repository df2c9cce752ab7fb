package dev.culvert.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole file.
 *
 * @param publicListener key {@code public}
 * @param privateAddress key {@code private.address}: health and readiness; not for the world
 * @param authentication how callers say who they are, beside their tokens
 * @param allowSystemIdentities whether callers' names and groups may begin with {@code system:}
 * @param agentCertificates null: agents have none, and come by their tokens
 * @param store what the administration makes is kept there; null: there is no such thing
 * @param accessRulesFile rules beside those of the callers here, read again when it changes; null: none
 * @param reload between two looks at certificates, authorities, and lists of what was revoked
 * @param shutdownGrace that exchanges under way get when the gateway stops
 */
public record GatewayConfig(
        PublicConfig publicListener,
        Address privateAddress,
        List<ClusterConfig> clusters,
        List<CallerConfig> callers,
        AuthenticationConfig authentication,
        @Nullable StoreConfig store,
        @Nullable AgentCertificatesConfig agentCertificates,
        AdminConfig admin,
        InstallConfig install,
        @Nullable Path accessRulesFile,
        boolean allowSystemIdentities,
        TunnelConfig tunnel,
        ParkingConfig parking,
        LimitsConfig limits,
        Duration reload,
        Duration shutdownGrace) {
    public GatewayConfig {
        Objects.requireNonNull(publicListener, "publicListener");
        Objects.requireNonNull(privateAddress, "privateAddress");
        clusters = List.copyOf(clusters);
        callers = List.copyOf(callers);
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(install, "install");
        Objects.requireNonNull(tunnel, "tunnel");
        Objects.requireNonNull(parking, "parking");
        Objects.requireNonNull(limits, "limits");
        Durations.requireBetween(reload, Duration.ofMillis(100), Duration.ofHours(1), "reload");
        Durations.requireBetween(shutdownGrace, Duration.ZERO, Duration.ofHours(1), "shutdownGrace");
        requireDistinct(clusters, ClusterConfig::name, "clusters");
        requireDistinct(callers, CallerConfig::name, "callers");
        requireHostsOfTheirOwn(publicListener, clusters);
        requireDistinctTokens(clusters, callers);
        if (store == null) {
            requireKnownClusters(clusters, callers);
        }
        if (!allowSystemIdentities) {
            refuseSystemIdentities(callers);
        }
    }

    /** The store, where there is one. */
    public Optional<StoreConfig> maybeStore() {
        return Optional.ofNullable(store);
    }

    /** Whose certificates agents get, where they do. */
    public Optional<AgentCertificatesConfig> maybeAgentCertificates() {
        return Optional.ofNullable(agentCertificates);
    }

    /** The file of rules, where there is one. */
    public Optional<Path> maybeAccessRulesFile() {
        return Optional.ofNullable(accessRulesFile);
    }

    static GatewayConfig read(JsonNode root, Path directory) {
        return Section.read(root, "", section -> read(section, directory));
    }

    private static GatewayConfig read(Section section, Path directory) {
        return new GatewayConfig(
                section.section("public", listener -> PublicConfig.read(listener, directory)),
                section.section(
                        "private",
                        listener -> listener.parsed("address", Address::parse, new Address("127.0.0.1", 8081))),
                section.sections("clusters", ClusterConfig::read),
                section.sections("callers", CallerConfig::read),
                section.section("authentication", how -> AuthenticationConfig.read(how, directory)),
                section.has("store") ? section.section("store", store -> StoreConfig.read(store, directory)) : null,
                section.maybeSection("agentCertificates", whose -> AgentCertificatesConfig.read(whose, directory))
                        .orElse(null),
                section.section("admin", AdminConfig::read),
                section.section("install", install -> InstallConfig.read(install, directory)),
                section.maybeText("accessRulesFile").map(directory::resolve).orElse(null),
                section.flag("allowSystemIdentities"),
                section.section("tunnel", TunnelConfig::read),
                section.section("parking", ParkingConfig::read),
                section.section("limits", LimitsConfig::read),
                section.duration("reload", Duration.ofSeconds(10)),
                section.duration("shutdownGrace", Duration.ofSeconds(20)));
    }

    private static <T> void requireDistinct(List<T> list, Function<T, String> name, String path) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String value = name.apply(list.get(i));
            ConfigException.require(seen.add(value), path + "[" + i + "].name", "'" + value + "' is there twice");
        }
    }

    private static void requireHostsOfTheirOwn(PublicConfig listener, List<ClusterConfig> clusters) {
        for (int i = 0; i < clusters.size(); i++) {
            try {
                listener.requireHostOfItsOwn(clusters.get(i).name());
            } catch (ConfigException e) {
                throw e.within("clusters[" + i + "]");
            }
        }
    }

    /** One token stands for one identity: a token of two would mean whichever was found first. */
    private static void requireDistinctTokens(List<ClusterConfig> clusters, List<CallerConfig> callers) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < clusters.size(); i++) {
            requireDistinctTokens(clusters.get(i).agentTokens(), "clusters[" + i + "].agentTokens", seen);
        }
        for (int i = 0; i < callers.size(); i++) {
            requireDistinctTokens(callers.get(i).tokens(), "callers[" + i + "].tokens", seen);
        }
    }

    private static void requireDistinctTokens(List<TokenConfig> tokens, String path, Map<String, String> seen) {
        for (int i = 0; i < tokens.size(); i++) {
            String here = path + "[" + i + "].sha256";
            String before = seen.putIfAbsent(tokens.get(i).sha256(), here);
            ConfigException.require(before == null, here, "is the same token as " + before);
        }
    }

    private static void requireKnownClusters(List<ClusterConfig> clusters, List<CallerConfig> callers) {
        Set<String> known = new HashSet<>(Set.of(AccessConfig.ALL));
        clusters.forEach(cluster -> known.add(cluster.name()));
        for (int i = 0; i < callers.size(); i++) {
            List<AccessConfig> access = callers.get(i).access();
            for (int j = 0; j < access.size(); j++) {
                for (String cluster : access.get(j).clusters()) {
                    String path = "callers[" + i + "].access[" + j + "].clusters";
                    ConfigException.require(
                            known.contains(cluster), path, "'" + cluster + "' is not among the clusters");
                }
            }
        }
    }

    private static void refuseSystemIdentities(List<CallerConfig> callers) {
        for (int i = 0; i < callers.size(); i++) {
            try {
                callers.get(i).refuseSystemIdentity();
            } catch (ConfigException e) {
                throw e.within("callers[" + i + "]");
            }
        }
    }
}
