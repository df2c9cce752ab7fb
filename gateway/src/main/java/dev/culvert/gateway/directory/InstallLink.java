package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.Section;
import dev.culvert.gateway.config.TokenConfig;
import dev.culvert.gateway.install.Gateways;
import dev.culvert.gateway.install.InvalidManifestException;
import dev.culvert.gateway.install.ManifestParameters;
import dev.culvert.gateway.install.ManifestParameters.PolicyVersion;
import dev.culvert.gateway.install.Rights;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A secret by which a cluster's manifest can be had, with a new token for its agent, before it expires.
 *
 * @param name by which the administration knows it; no secret
 * @param cluster whose agent the manifest is for
 * @param token what the link's secret is known by; always expires
 * @param uses how many times it can be used still; at least 1
 * @param template the manifest, but for the agent's token and the gateway's authorities
 */
public record InstallLink(String name, String cluster, TokenConfig token, int uses, ManifestParameters template) {
    /** The most that a link can be used. */
    private static final int MAX_USES = 10;

    private static final String AGENT = "agent";
    private static final String IMPERSONATE = "impersonate";

    public InstallLink {
        ConfigException.require(token.maybeExpires().isPresent(), "expires", "is missing");
        ConfigException.require(uses >= 1 && uses <= MAX_USES, "uses", "must be 1 to " + MAX_USES);
    }

    /** Throws {@link ConfigException}, with the path within the object, where it is not legal. */
    public static InstallLink of(Item item) {
        return Specs.read(item, spec -> read(item, spec));
    }

    /**
     * The manifest.
     *
     * @param agentToken of the agent
     * @param authorities PEM certificates that verify the gateway; empty: the public authorities
     */
    public ManifestParameters manifest(String agentToken, Optional<String> authorities) {
        return manifest(template, agentToken, authorities);
    }

    private static InstallLink read(Item item, Section spec) {
        spec.maybeText("description");
        String cluster = spec.text("cluster");
        return new InstallLink(
                item.name(), cluster, Tokens.read(item, spec), spec.number("uses", 1), template(cluster, spec));
    }

    private static ManifestParameters template(String cluster, Section spec) {
        try {
            return new ManifestParameters(
                    cluster,
                    spec.maybeText("namespace").orElse(ManifestParameters.NAMESPACE),
                    spec.text("image"),
                    gateways(spec),
                    "issued-later",
                    Optional.empty(),
                    spec.maybeText("proxy").map(InstallLink::withoutSecret),
                    rights(spec),
                    spec.number("replicas", 2),
                    spec.maybeText("priorityClass"),
                    spec.parsed("policyVersion", InstallLink::policy, PolicyVersion.V1));
        } catch (InvalidManifestException e) {
            throw new ConfigException("", String.valueOf(e.getMessage()));
        }
    }

    private static Gateways gateways(Section spec) {
        List<String> urls = spec.textOrTexts("gateway");
        ConfigException.require(!urls.isEmpty(), "gateway", "is missing");
        return Gateways.of(urls);
    }

    private static Rights rights(Section spec) {
        Set<String> modes = new LinkedHashSet<>(spec.has("modes") ? spec.texts("modes") : List.of(AGENT));
        ConfigException.require(
                Set.of(AGENT, IMPERSONATE).containsAll(modes), "modes", "can be " + AGENT + " and " + IMPERSONATE);
        String role = spec.maybeText("clusterRole").orElse(Rights.VIEW);
        Rights.Impersonation who = spec.section(
                "impersonate",
                names -> new Rights.Impersonation(
                        names.texts("users"), names.texts("groups"), names.texts("extraKeys")));
        return new Rights(
                modes.contains(AGENT) ? Optional.of(role) : Optional.empty(),
                modes.contains(IMPERSONATE) ? Optional.of(who) : Optional.empty());
    }

    private static PolicyVersion policy(String text) {
        return switch (text) {
            case "v1" -> PolicyVersion.V1;
            case "v1beta1" -> PolicyVersion.V1BETA1;
            default -> throw new ConfigException("", "'" + text + "' is neither v1 nor v1beta1");
        };
    }

    /** A link is kept, and shown to those who administer. */
    private static String withoutSecret(String proxy) {
        boolean plain;
        try {
            plain = new URI(proxy).getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            throw new ConfigException("proxy", "is no URL");
        }
        ConfigException.require(plain, "proxy", "has a password: use gateway manifest with --proxy-file");
        return proxy;
    }

    private static ManifestParameters manifest(
            ManifestParameters template, String token, Optional<String> authorities) {
        return new ManifestParameters(
                template.cluster(),
                template.namespace(),
                template.image(),
                template.gateways(),
                token,
                authorities,
                template.proxy(),
                template.rights(),
                template.replicas(),
                template.priorityClass(),
                template.disruptionBudget());
    }
}
