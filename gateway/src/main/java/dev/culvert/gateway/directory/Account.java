package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.CallerConfig;
import dev.culvert.gateway.config.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A caller that the gateway knows by itself. One of the same name whom an identity provider knows, or a certificate names, is the
 * same to the rules.
 *
 * @param uid null for none
 * @param disabled whether nobody of that name is let in, whatever it comes by
 */
public record Account(
        String name, @Nullable String uid, List<String> groups, Map<String, List<String>> extra, boolean disabled) {
    public Account {
        groups = List.copyOf(groups);
    }

    public Optional<String> maybeUid() {
        return Optional.ofNullable(uid);
    }

    static Account read(Metadata metadata, Section spec) {
        CallerConfig checked = CallerConfig.identity(metadata.name(), spec);
        return new Account(checked.name(), checked.uid(), checked.groups(), checked.extra(), spec.flag("disabled"));
    }
}
