package dev.culvert.agent.credentials;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The one API server that the agent dials.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param pathPrefix put in front of each target; empty, or begins with a slash and does not end with one
 */
public record ApiServer(String host, int port, String pathPrefix) {
    public ApiServer {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new CredentialsException("the API server's address is not HOST:PORT");
        }
        if (!pathPrefix.isEmpty() && (!pathPrefix.startsWith("/") || pathPrefix.endsWith("/"))) {
            throw new CredentialsException("the API server's path prefix is malformed: " + pathPrefix);
        }
    }

    /** Reads {@code https://HOST[:PORT][/PREFIX]}. */
    static ApiServer parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new CredentialsException("the API server's URL is malformed");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new CredentialsException(
                    "the API server's URL must begin with https://: a token must not travel in clear");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
            throw new CredentialsException("the API server's URL must be https://HOST[:PORT][/PREFIX]");
        }
        String path = uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new ApiServer(bare, uri.getPort() < 0 ? 443 : uri.getPort(), path);
    }

    /** The value of the Host header, without a default port, as every client writes it. */
    public String authority() {
        String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == 443 ? bracketed : bracketed + ":" + port;
    }
}
