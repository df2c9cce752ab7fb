package dev.culvert.gateway.authn;

import dev.culvert.gateway.directory.CallerToken;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated caller: the user that Kubernetes will know where the access is by impersonation.
 *
 * @param name of the user; never empty
 * @param uid null where the source of identities has none
 * @param groups in the order of the source, without those that Kubernetes adds by itself
 * @param extra key to values, in the order of the source
 * @param proof by which it came; null of one that is only spoken of
 */
public record Caller(
        String name,
        @Nullable String uid,
        List<String> groups,
        Map<String, List<String>> extra,
        @Nullable Proof proof) {
    public Caller {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a caller has a name");
        }
        groups = List.copyOf(groups);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        extra.forEach((key, values) -> copy.put(key, List.copyOf(values)));
        extra = Collections.unmodifiableMap(copy);
    }

    /** A caller of whom nothing says how it came. */
    public Caller(String name, @Nullable String uid, List<String> groups, Map<String, List<String>> extra) {
        this(name, uid, groups, extra, null);
    }

    /** A caller with a name only. */
    public static Caller named(String name) {
        return new Caller(name, null, List.of(), Map.of());
    }

    /** The same, who came by this. */
    public Caller by(Proof newProof) {
        return new Caller(name, uid, groups, extra, newProof);
    }

    /** By what it came, where that is known. */
    public Optional<Proof> maybeProof() {
        return Optional.ofNullable(proof);
    }

    /** The token of the gateway's own by which it came, and which may limit it to some clusters. */
    public Optional<CallerToken> maybeToken() {
        return proof instanceof Proof.Token own ? Optional.of(own.token()) : Optional.empty();
    }

    /** From when on nothing may run any more that it began. */
    public Optional<Instant> end() {
        return maybeProof().flatMap(Proof::end);
    }

    /** The uid, where there is one. */
    public Optional<String> maybeUid() {
        return Optional.ofNullable(uid);
    }
}
