package dev.culvert.gateway.install;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the agent finds its gateway.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record GatewayAddress(String host, int port) {
    private static final int HTTPS = 443;

    /** Reads {@code https://HOST[:PORT]}. */
    public static GatewayAddress of(String url) {
        try {
            URI uri = new URI(url);
            String rest = uri.getRawPath();
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (!"https".equals(uri.getScheme())
                    || uri.getHost() == null
                    || !plain
                    || !(rest.isEmpty() || rest.equals("/"))
                    || uri.getPort() == 0
                    || uri.getPort() > 65_535) {
                throw new InvalidManifestException("the gateway's URL must be https://HOST[:PORT]");
            }
            String host = uri.getHost();
            return new GatewayAddress(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    uri.getPort() < 0 ? HTTPS : uri.getPort());
        } catch (URISyntaxException e) {
            throw new InvalidManifestException("the gateway's URL must be https://HOST[:PORT]");
        }
    }

    /** Always with a port. */
    public String url() {
        return "https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
