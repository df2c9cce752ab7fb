package dev.culvert.gateway.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a rule makes of a caller in the cluster. What is null stays the caller's own; a uid belongs to its user, so that another
 * user without one has none.
 */
public record ActAsConfig(
        @Nullable String user,
        @Nullable String uid,
        @Nullable List<String> groups,
        @Nullable Map<String, List<String>> extra) {
    public ActAsConfig {
        ConfigException.require(
                user != null || uid != null || groups != null || extra != null,
                "",
                "names no user, uid, groups or extra");
        groups = groups == null ? null : List.copyOf(groups);
        if (extra != null) {
            Map<String, List<String>> copy = new LinkedHashMap<>();
            extra.forEach((key, values) -> copy.put(key, List.copyOf(values)));
            extra = Collections.unmodifiableMap(copy);
        }
        // Checks what a caller's identity must be.
        new CallerConfig(
                user == null ? "caller" : user,
                uid,
                groups == null ? List.of() : groups,
                extra == null ? Map.of() : extra,
                List.of(),
                List.of());
    }

    public Optional<String> maybeUser() {
        return Optional.ofNullable(user);
    }

    public Optional<String> maybeUid() {
        return Optional.ofNullable(uid);
    }

    public Optional<List<String>> maybeGroups() {
        return Optional.ofNullable(groups);
    }

    public Optional<Map<String, List<String>>> maybeExtra() {
        return Optional.ofNullable(extra);
    }

    static ActAsConfig read(Section section) {
        return new ActAsConfig(
                section.maybeText("user").orElse(null),
                section.maybeText("uid").orElse(null),
                section.has("groups") ? section.texts("groups") : null,
                section.has("extra") ? section.section("extra", CallerConfig::readExtra) : null);
    }
}
