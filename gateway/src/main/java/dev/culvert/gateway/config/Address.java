package dev.culvert.gateway.config;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a listener listens; written {@code HOST:PORT}, {@code [IPV6]:PORT}.
 *
 * @param host a name or an address, without brackets
 * @param port 0 to 65535; 0 for any free one
 */
public record Address(String host, int port) {
    private static final Pattern WRITTEN = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:\\[\\]]+)):(\\d{1,5})");

    public Address {
        Objects.requireNonNull(host, "host");
        ConfigException.require(!host.isEmpty(), "", "the host is missing");
        ConfigException.require(port >= 0 && port <= 65_535, "", "port " + port + " is not between 0 and 65535");
    }

    /** Reads {@code 0.0.0.0:8443} or {@code [::]:8443}; throws {@link ConfigException} for anything else. */
    public static Address parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        ConfigException.require(matcher.matches(), "", "'" + text + "' is no address; write one like 0.0.0.0:8443");
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new Address(host, Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
