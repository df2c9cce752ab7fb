package dev.culvert.agent.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a gateway is, and how it is reached.
 *
 * @param proxy on the way to it; null: none
 */
public record GatewayRoute(HostPort gateway, @Nullable ProxySettings proxy) {
    public GatewayRoute {
        if (gateway.port() == 0) {
            throw new ConfigurationException("--gateway has port 0");
        }
    }
}
