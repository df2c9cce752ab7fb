package dev.culvert.gateway.admin;

import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.install.GatewayAddress;
import dev.culvert.gateway.install.InvalidManifestException;
import java.util.Optional;

/**
 * What install links say where whoever makes them does not say something else.
 *
 * @param gateway its URL as clusters see it; empty: as whoever makes the link sees it
 * @param image of the agent
 */
public record LinkDefaults(Optional<String> gateway, String image) {
    public LinkDefaults {
        try {
            gateway.ifPresent(GatewayAddress::of);
        } catch (InvalidManifestException e) {
            throw new ConfigException("install.gateway", String.valueOf(e.getMessage()));
        }
    }
}
