package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.AccessConfig;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.Section;
import java.util.List;

/**
 * @param subjects to whom it applies; at least one
 */
public record AccessRule(String name, List<Subject> subjects, AccessConfig access) {
    public AccessRule {
        subjects = List.copyOf(subjects);
        ConfigException.require(!subjects.isEmpty(), "subjects", "names nobody");
    }

    static AccessRule read(Metadata metadata, Section spec) {
        spec.maybeText("description");
        return new AccessRule(metadata.name(), spec.sections("subjects", Subject::read), AccessConfig.read(spec));
    }
}
