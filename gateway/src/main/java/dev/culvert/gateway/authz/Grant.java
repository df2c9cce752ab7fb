package dev.culvert.gateway.authz;

import dev.culvert.gateway.authn.Caller;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leave to send one request to one cluster.
 *
 * @param actsAs with mode impersonate, who the caller is in the cluster; null: itself
 */
public record Grant(Mode mode, @Nullable Caller actsAs) {
    private static final String OWN = "culvert:";

    public Grant {
        Objects.requireNonNull(mode, "mode");
    }

    /** The caller acts as itself, or as the agent. */
    public Grant(Mode mode) {
        this(mode, null);
    }

    /** Who the caller is in the cluster. The gateway's own groups are nobody's there. */
    public Caller identityOf(Caller caller) {
        Caller as = Optional.ofNullable(actsAs).orElse(caller);
        List<String> groups =
                as.groups().stream().filter(group -> !group.startsWith(OWN)).toList();
        return new Caller(as.name(), as.uid(), groups, as.extra());
    }
}
