package dev.culvert.agent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on the way to the gateway. The way to the API server never takes one.
 *
 * @param tls whether the connection to the proxy itself is TLS
 * @param user null where the proxy wants no credentials
 */
public record ProxySettings(
        String host,
        int port,
        boolean tls,
        @Nullable String user,
        @Nullable String password) {

    /**
     * The proxy that {@code HTTPS_PROXY} and {@code NO_PROXY} (or the same in lower case, which wins as it does in curl) name
     * for that target.
     *
     * @param environment null for a variable that is not set
     */
    public static Optional<ProxySettings> fromEnvironment(
            Function<String, @Nullable String> environment, HostPort target) {
        String proxy = either(environment, "https_proxy", "HTTPS_PROXY");
        if (proxy == null || proxy.isBlank() || isExempt(either(environment, "no_proxy", "NO_PROXY"), target)) {
            return Optional.empty();
        }
        return Optional.of(parse(proxy.strip()));
    }

    private static ProxySettings parse(String text) {
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new ConfigurationException("HTTPS_PROXY is not a valid URL");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            throw new ConfigurationException("HTTPS_PROXY must be http://[USER:PASSWORD@]HOST:PORT, or https://");
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        String credentials = uri.getRawUserInfo();
        if (credentials == null) {
            return new ProxySettings(HostPort.withoutBrackets(uri.getHost()), port, tls, null, null);
        }
        int colon = credentials.indexOf(':');
        String user = decode(colon < 0 ? credentials : credentials.substring(0, colon));
        String password = colon < 0 ? "" : decode(credentials.substring(colon + 1));
        return new ProxySettings(HostPort.withoutBrackets(uri.getHost()), port, tls, user, password);
    }

    private static boolean isExempt(@Nullable String noProxy, HostPort target) {
        if (noProxy == null) {
            return false;
        }
        for (String part : noProxy.split(",", -1)) {
            String entry = part.strip().toLowerCase(Locale.ROOT);
            if (!entry.isEmpty() && exempts(entry, target)) {
                return true;
            }
        }
        return false;
    }

    private static boolean exempts(String entry, HostPort target) {
        String host = target.host().toLowerCase(Locale.ROOT);
        if (entry.equals("*")
                || entry.equals(host)
                || entry.equals(target.toString().toLowerCase(Locale.ROOT))) {
            return true;
        }
        if (entry.indexOf('/') > 0) {
            return Cidr.contains(entry, host);
        }
        String suffix = entry.startsWith("*.") ? entry.substring(1) : entry.startsWith(".") ? entry : "." + entry;
        return host.endsWith(suffix) || host.equals(suffix.substring(1));
    }

    // A plus sign is a plus sign here, not a space.
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static @Nullable String either(
            Function<String, @Nullable String> environment, String first, String second) {
        String value = environment.apply(first);
        return value != null && !value.isBlank() ? value : environment.apply(second);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + (user == null ? "" : "***@") + new HostPort(host, port);
    }
}
