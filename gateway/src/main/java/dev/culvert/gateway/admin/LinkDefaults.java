package dev.culvert.gateway.admin;

import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.install.Gateways;
import dev.culvert.gateway.install.InvalidManifestException;
import java.util.List;

/**
 * What install links say where whoever makes them does not say something else.
 *
 * @param gateways their URLs as clusters see them; empty: this one's, as whoever makes the link sees it
 * @param image of the agent
 */
public record LinkDefaults(List<String> gateways, String image) {
    public LinkDefaults {
        gateways = List.copyOf(gateways);
        try {
            if (!gateways.isEmpty()) {
                Gateways.of(gateways);
            }
        } catch (InvalidManifestException e) {
            throw new ConfigException("install.gateway", String.valueOf(e.getMessage()));
        }
    }
}
