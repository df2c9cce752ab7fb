package dev.culvert.gateway.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object of any kind.
 *
 * @param sha256 of the secret that a token stands for, in lower-case hexadecimal digits; null for other kinds
 * @param lastUsed of a token, to the minute or so; null where it was never used, or nobody knows
 */
public record Item(
        Kind kind,
        Metadata metadata,
        ObjectNode spec,
        @Nullable String sha256,
        @Nullable Instant lastUsed) {
    public Item {
        spec = spec.deepCopy();
        if (kind.isToken()) {
            Objects.requireNonNull(sha256, "a token has a hash");
        }
    }

    /** An object without a secret. */
    public static Item of(Kind kind, Metadata metadata, ObjectNode spec) {
        return new Item(kind, metadata, spec, null, null);
    }

    public String name() {
        return metadata.name();
    }

    /** A copy: whoever changes it changes nobody else's. */
    @Override
    public ObjectNode spec() {
        return spec.deepCopy();
    }

    /** The name of what it belongs to; empty where it belongs to nothing. */
    public Optional<String> ownerName() {
        return kind.owner().map(owner -> spec.path(kind.ownerKey()).asText());
    }

    public Optional<Instant> maybeLastUsed() {
        return Optional.ofNullable(lastUsed);
    }

    String hash() {
        return Objects.requireNonNull(sha256);
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return kind.text() + "[" + metadata.name() + "]";
    }
}
