package dev.culvert.gateway;

import dev.culvert.gateway.config.CallerConfig;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.config.Section;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.Kind;
import java.util.function.Consumer;

/** What this gateway's configuration does not allow of objects that somebody makes. */
final class ConfigChecks implements Consumer<Draft> {
    private final GatewayConfig config;

    ConfigChecks(GatewayConfig config) {
        this.config = config;
    }

    /** Throws {@link ConfigException}. */
    @Override
    public void accept(Draft draft) {
        if (draft.kind() == Kind.CLUSTER) {
            within("metadata", () -> config.publicListener().requireHostOfItsOwn(draft.name()));
        }
        if (draft.kind() == Kind.CALLER && !config.allowSystemIdentities()) {
            CallerConfig caller = Section.read(draft.spec(), "spec", spec -> {
                spec.keys();
                return CallerConfig.identity(draft.name(), spec);
            });
            within("spec", caller::refuseSystemIdentity);
        }
    }

    private static void within(String path, Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            throw e.within(path);
        }
    }
}
