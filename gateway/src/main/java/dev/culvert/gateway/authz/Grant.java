package dev.culvert.gateway.authz;

import java.util.Objects;

/** Leave to send one request to one cluster. */
public record Grant(Mode mode) {
    public Grant {
        Objects.requireNonNull(mode, "mode");
    }
}
