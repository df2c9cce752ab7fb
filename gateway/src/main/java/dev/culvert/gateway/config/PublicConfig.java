package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The public listener: callers and agents.
 *
 * @param domain lower case; below it each cluster has a host of its own, {@code NAME.<domain>}; null: path form only
 */
public record PublicConfig(
        Address address, TlsFiles tls, @Nullable String domain) {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    public PublicConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(tls, "tls");
        if (domain != null) {
            domain = domain.toLowerCase(Locale.ROOT);
            boolean legal = domain.length() <= 180 && DOMAIN.matcher(domain).matches();
            ConfigException.require(
                    legal, "domain", "'" + domain + "' is no DNS name; write one like clusters.example.com");
        }
    }

    /** The domain of the host form, where it is on. */
    public Optional<String> maybeDomain() {
        return Optional.ofNullable(domain);
    }

    static PublicConfig read(Section section, Path directory) {
        return new PublicConfig(
                section.parsed("address", Address::parse, new Address("0.0.0.0", 8443)),
                section.section("tls", tls -> TlsFiles.read(tls, directory)),
                section.maybeText("domain").orElse(null));
    }
}
