package dev.culvert.kubeconfig;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where the gateway is, and from it where a cluster is.
 *
 * @param authority host, and the port where it is not the default: as it stands in a URL
 */
public record GatewayUrl(String authority) {
    private static final Pattern DOTTED_IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    /** Reads {@code https://HOST[:PORT]}. Anything more would end up in every request's path, so it is refused. */
    public static GatewayUrl parse(String text) {
        URI uri = uri(text);
        require("https".equalsIgnoreCase(uri.getScheme()), text, "must begin with https://");
        require(uri.getRawUserInfo() == null, text, "must not hold a user or password");
        require(uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65_535, text, "must name a host");
        require(
                uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"),
                text,
                "must have no path: the cluster's path is added to it");
        require(uri.getRawQuery() == null && uri.getRawFragment() == null, text, "must have no query and no fragment");
        return new GatewayUrl(uri.getHost().toLowerCase(Locale.ROOT) + port(uri));
    }

    /** The gateway's own URL. */
    public String url() {
        return "https://" + authority;
    }

    /** {@code https://GATEWAY/clusters/NAME}: without a trailing slash, which some clients would double. */
    public String pathForm(ClusterName cluster) {
        return "https://" + authority + "/clusters/" + cluster;
    }

    /**
     * {@code https://NAME.DOMAIN[:PORT]}, for clients that drop a path.
     *
     * @param domain the domain that the gateway serves; empty: the gateway's own host name
     */
    public String hostForm(ClusterName cluster, String domain) {
        URI gateway = uri("https://" + authority);
        String below = domain.isEmpty() ? gateway.getHost() : domain.toLowerCase(Locale.ROOT);
        for (String label : below.split("\\.", -1)) {
            if (!ClusterName.isLabel(label) || DOTTED_IPV4.matcher(below).matches()) {
                throw new IllegalArgumentException("the host form needs a domain name, not " + Names.quote(below));
            }
        }
        return "https://" + cluster + "." + below + port(gateway);
    }

    /** Whether a server URL found in a kubeconfig leads to this gateway, in the path form or the host form. */
    boolean serves(String server) {
        try {
            URI uri = new URI(server);
            return "https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && isOrIsBelow(uri.getHost().toLowerCase(Locale.ROOT) + port(uri));
        } catch (URISyntaxException notAUrl) {
            return false;
        }
    }

    /** Whether a server URL is one that {@link #pathForm} gives, or {@link #hostForm} below the gateway's own name. */
    boolean leadsToACluster(String server) {
        String path = url() + "/clusters/";
        if (server.startsWith(path)) {
            return ClusterName.isLabel(server.substring(path.length()));
        }
        String below = "." + authority;
        return server.startsWith("https://")
                && server.endsWith(below)
                && ClusterName.isLabel(server.substring("https://".length(), server.length() - below.length()));
    }

    private boolean isOrIsBelow(String other) {
        return other.equals(authority) || other.endsWith("." + authority);
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            require(uri.getRawPath() != null && uri.getRawAuthority() != null, text, "is not a URL");
            return uri;
        } catch (URISyntaxException notAUrl) {
            throw new IllegalArgumentException("gateway is not a URL", notAUrl);
        }
    }

    private static String port(URI uri) {
        return uri.getPort() < 0 || uri.getPort() == 443 ? "" : ":" + uri.getPort();
    }

    private static void require(boolean condition, String url, String fault) {
        if (!condition) {
            // A password in it must not reach a log.
            String shown = url.indexOf('@') < 0 ? Names.quote(url) : "URL";
            throw new IllegalArgumentException("gateway " + shown + " " + fault);
        }
    }
}
