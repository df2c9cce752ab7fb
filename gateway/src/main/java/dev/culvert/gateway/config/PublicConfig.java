package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The public listener: callers and agents.
 *
 * @param domain lower case; below it each cluster has a host of its own, {@code NAME.<domain>}; null: path form only
 * @param hosts lower case; the gateway's own names, which are no cluster's though they may lie below the domain
 * @param corsOrigins whose scripts may read answers, such as {@code https://console.example.com}
 */
public record PublicConfig(
        Address address, TlsFiles tls, @Nullable String domain, List<String> hosts, List<String> corsOrigins) {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    /** As browsers send it: in lower case, without a path or the scheme's own port. */
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?");

    public PublicConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(tls, "tls");
        if (domain != null) {
            domain = domain.toLowerCase(Locale.ROOT);
            requireName(domain, 180, "domain", "clusters.example.com");
        }
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        for (int i = 0; i < hosts.size(); i++) {
            requireName(hosts.get(i), 253, "hosts[" + i + "]", "gateway.example.com");
        }
        corsOrigins = List.copyOf(corsOrigins);
        for (int i = 0; i < corsOrigins.size(); i++) {
            String origin = corsOrigins.get(i);
            ConfigException.require(
                    ORIGIN.matcher(origin).matches(),
                    "corsOrigins[" + i + "]",
                    "'" + origin + "' is no origin; write one like https://console.example.com, without a path");
        }
    }

    /** Throws {@link ConfigException} where the cluster's host is one of the gateway's own, by which it is never found. */
    public void requireHostOfItsOwn(String cluster) {
        String host = cluster + "." + domain;
        ConfigException.require(
                domain == null || !hosts.contains(host),
                "name",
                "'" + cluster + "' would have the host " + host + ", which is among public.hosts");
    }

    /** The domain of the host form, where it is on. */
    public Optional<String> maybeDomain() {
        return Optional.ofNullable(domain);
    }

    static PublicConfig read(Section section, Path directory) {
        return new PublicConfig(
                section.parsed("address", Address::parse, new Address("0.0.0.0", 8443)),
                section.section("tls", tls -> TlsFiles.read(tls, directory)),
                section.maybeText("domain").orElse(null),
                section.texts("hosts"),
                section.texts("corsOrigins"));
    }

    private static void requireName(String name, int maxLength, String path, String example) {
        boolean legal = name.length() <= maxLength && DOMAIN.matcher(name).matches();
        ConfigException.require(legal, path, "'" + name + "' is no DNS name; write one like " + example);
    }
}
