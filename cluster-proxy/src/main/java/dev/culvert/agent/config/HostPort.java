package dev.culvert.agent.config;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where to listen, or whom to dial.
 *
 * @param host name or address; an IPv6 address without brackets; {@code *} to listen on all
 */
public record HostPort(String host, int port) {
    private static final int HTTPS = 443;

    public HostPort {
        if (host.isEmpty()) {
            throw new ConfigurationException("a host is missing");
        }
        if (port < 0 || port > 65_535) {
            throw new ConfigurationException("port " + port + " is not between 0 and 65535");
        }
    }

    /**
     * Reads the gateway's address.
     *
     * @param url {@code https://HOST[:PORT]}, without a path
     */
    static HostPort ofGateway(String url) {
        URI uri = parse("--gateway", url);
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new ConfigurationException("--gateway must begin with https://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new ConfigurationException("--gateway must be https://HOST[:PORT]");
        }
        String path = uri.getRawPath();
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || !(path.isEmpty() || path.equals("/"))) {
            throw new ConfigurationException("--gateway must be https://HOST[:PORT] without a path");
        }
        return new HostPort(withoutBrackets(uri.getHost()), uri.getPort() < 0 ? HTTPS : uri.getPort());
    }

    /** Reads {@code HOST:PORT}; an IPv6 address in brackets, {@code *} for all addresses of the machine. */
    static HostPort ofListener(String option, String value) {
        if (value.startsWith("*:")) {
            return new HostPort(
                    "*", ofListener(option, "localhost" + value.substring(1)).port());
        }
        URI uri = parse(option, "tcp://" + value);
        if (uri.getHost() == null || uri.getPort() < 0 || uri.getRawUserInfo() != null) {
            throw new ConfigurationException(option + " must be HOST:PORT");
        }
        return new HostPort(withoutBrackets(uri.getHost()), uri.getPort());
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    // Nowhere is the text repeated: it may hold a password, in a place where none belongs.
    private static URI parse(String option, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new ConfigurationException(option + " is not a valid address");
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
