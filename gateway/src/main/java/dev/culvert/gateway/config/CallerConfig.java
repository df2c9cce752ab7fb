package dev.culvert.gateway.config;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller, its tokens, and what it may reach.
 *
 * @param uid null for none
 * @param access rules; the first that names the cluster counts, and without one nothing can be reached
 */
public record CallerConfig(
        String name,
        @Nullable String uid,
        List<String> groups,
        Map<String, List<String>> extra,
        List<TokenConfig> tokens,
        List<AccessConfig> access) {
    private static final String SYSTEM = "system:";

    public CallerConfig {
        Objects.requireNonNull(name, "name");
        requireValue(name, "name");
        if (uid != null) {
            requireValue(uid, "uid");
        }
        groups = List.copyOf(groups);
        for (int i = 0; i < groups.size(); i++) {
            requireValue(groups.get(i), "groups[" + i + "]");
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        Set<String> lowerCase = new HashSet<>();
        extra.forEach((key, values) -> {
            requireValue(key, "extra");
            // Kubernetes knows keys in lower case only: the values of both would be one's.
            ConfigException.require(
                    lowerCase.add(key.toLowerCase(Locale.ROOT)), "extra." + key, "is there in another case as well");
            for (int i = 0; i < values.size(); i++) {
                requireValue(values.get(i), "extra." + key + "[" + i + "]");
            }
            copy.put(key, List.copyOf(values));
        });
        extra = Collections.unmodifiableMap(copy);
        tokens = List.copyOf(tokens);
        access = List.copyOf(access);
    }

    /** The uid, where there is one. */
    public Optional<String> maybeUid() {
        return Optional.ofNullable(uid);
    }

    /** Throws {@link ConfigException} where the name or a group is one of Kubernetes' own. */
    public void refuseSystemIdentity() {
        String hint =
                "begins with 'system:', which only Kubernetes' own identities do; set allowSystemIdentities to allow it";
        ConfigException.require(!name.startsWith(SYSTEM), "name", hint);
        for (int i = 0; i < groups.size(); i++) {
            ConfigException.require(!groups.get(i).startsWith(SYSTEM), "groups[" + i + "]", hint);
        }
    }

    static CallerConfig read(Section section) {
        return new CallerConfig(
                section.text("name"),
                section.maybeText("uid").orElse(null),
                section.texts("groups"),
                section.section("extra", CallerConfig::readExtra),
                section.sections("tokens", TokenConfig::read),
                section.sections("access", AccessConfig::read));
    }

    /** The caller of that name, with uid, groups and extra of the section, and nothing else. */
    public static CallerConfig identity(String name, Section section) {
        return new CallerConfig(
                name,
                section.maybeText("uid").orElse(null),
                section.texts("groups"),
                section.section("extra", CallerConfig::readExtra),
                List.of(),
                List.of());
    }

    static Map<String, List<String>> readExtra(Section section) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        section.keys().forEach(key -> extra.put(key, section.texts(key)));
        return extra;
    }

    /** What no header can hold would be a 403 to each request of the caller's. */
    static void requireValue(String value, String path) {
        ConfigException.require(!value.isBlank(), path, "is empty");
        boolean control = value.chars().anyMatch(c -> c < 0x20 || c == 0x7F);
        ConfigException.require(!control, path, "holds a control character");
        ConfigException.require(value.equals(value.strip()), path, "has spaces around it");
        boolean text = StandardCharsets.UTF_8.newEncoder().canEncode(value);
        ConfigException.require(text, path, "is no valid text");
    }
}
