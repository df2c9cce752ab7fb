package dev.culvert.system.rig;

import java.util.Locale;

/** The carriers that an agent can be told to use. */
public enum CarrierKind {
    GRPC,
    WEBSOCKET;

    /** The value of the agent's {@code --carrier}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
