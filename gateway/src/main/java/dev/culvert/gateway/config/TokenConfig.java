package dev.culvert.gateway.config;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token, by its hash: the token itself is in no file of the gateway.
 *
 * @param sha256 of the token's bytes: 64 lower-case hexadecimal digits
 * @param expires when it stops to count; null: never
 */
public record TokenConfig(String sha256, @Nullable Instant expires) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public TokenConfig {
        Objects.requireNonNull(sha256, "sha256");
        sha256 = sha256.toLowerCase(Locale.ROOT);
        ConfigException.require(
                HASH.matcher(sha256).matches(), "sha256", "must be the SHA-256 of the token: 64 hexadecimal digits");
    }

    /** When it stops to count, if ever. */
    public Optional<Instant> maybeExpires() {
        return Optional.ofNullable(expires);
    }

    /** Never the hash: what looks like a hash may be a token that was put in the wrong place. */
    @Override
    public String toString() {
        return "TokenConfig[sha256=…, expires=" + expires + "]";
    }

    static TokenConfig read(Section section) {
        return new TokenConfig(
                section.text("sha256"),
                section.maybeText("expires").map(TokenConfig::instant).orElse(null));
    }

    /** Reads a time with its offset; throws {@link ConfigException} for anything else. */
    public static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new ConfigException("expires", "'" + text + "' is no time; write one like 2027-01-31T12:00:00Z");
        }
    }
}
