package dev.culvert.gateway.authn;

import dev.culvert.gateway.config.TokenConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens by their SHA-256, and what each stands for. A plain hash is enough for tokens of 256 random bits, which nobody can
 * guess however fast the hash is.
 *
 * <p>What is shown is hashed first and found by the beginning of the hash, on which whoever guesses has no grip; the whole is
 * compared in constant time, against a decoy where nothing was found. Immutable; any thread.
 */
final class TokenTable<T> {
    private static final byte[] DECOY = new byte[32];

    private final Map<Long, List<Entry<T>>> entries;
    private final InstantSource clock;

    private static final class Entry<T> {
        private final byte[] hash;
        private final Instant expires;
        private final T meaning;

        Entry(byte[] hash, Instant expires, T meaning) {
            this.hash = hash;
            this.expires = expires;
            this.meaning = meaning;
        }
    }

    private TokenTable(Map<Long, List<Entry<T>>> entries, InstantSource clock) {
        this.entries = entries;
        this.clock = clock;
    }

    static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /** What the token stands for; empty where it is unknown or has expired. */
    Optional<T> find(String token) {
        byte[] hash = sha256(token);
        Instant now = clock.instant();
        Optional<T> found = Optional.empty();
        List<Entry<T>> candidates = entries.getOrDefault(beginning(hash), List.of());
        if (candidates.isEmpty()) {
            MessageDigest.isEqual(DECOY, hash);
        }
        for (Entry<T> entry : candidates) {
            boolean equal = MessageDigest.isEqual(entry.hash, hash);
            if (equal && now.isBefore(entry.expires)) {
                found = Optional.of(entry.meaning);
            }
        }
        return found;
    }

    private static long beginning(byte[] hash) {
        return ByteBuffer.wrap(hash).getLong();
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static final class Builder<T> {
        private final Map<Long, List<Entry<T>>> entries = new HashMap<>();

        void add(TokenConfig token, T meaning) {
            byte[] hash = HexFormat.of().parseHex(token.sha256());
            Instant expires = token.maybeExpires().orElse(Instant.MAX);
            entries.computeIfAbsent(beginning(hash), key -> new ArrayList<>(1))
                    .add(new Entry<>(hash, expires, meaning));
        }

        TokenTable<T> build(InstantSource clock) {
            return new TokenTable<>(Map.copyOf(entries), clock);
        }
    }
}
