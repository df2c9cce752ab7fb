package dev.culvert.gateway.config;

import java.util.List;

/**
 * Who administers the gateway.
 *
 * @param groups whose members do; none: nobody
 */
public record AdminConfig(List<String> groups) {
    /** The group where the configuration names none. */
    public static final String DEFAULT_GROUP = "culvert:admins";

    public AdminConfig {
        groups = List.copyOf(groups);
        for (int i = 0; i < groups.size(); i++) {
            CallerConfig.requireValue(groups.get(i), "groups[" + i + "]");
        }
    }

    static AdminConfig read(Section section) {
        return new AdminConfig(section.has("groups") ? section.texts("groups") : List.of(DEFAULT_GROUP));
    }
}
