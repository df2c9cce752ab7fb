package dev.culvert.gateway.authn;

import dev.culvert.gateway.directory.CallerToken;
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
 * @param token of the gateway's own by which it came, and which may limit it to some clusters; null where it came by another
 *     credential
 */
public record Caller(
        String name,
        @Nullable String uid,
        List<String> groups,
        Map<String, List<String>> extra,
        @Nullable CallerToken token) {
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

    /** A caller by another credential than a token of the gateway's own. */
    public Caller(String name, @Nullable String uid, List<String> groups, Map<String, List<String>> extra) {
        this(name, uid, groups, extra, null);
    }

    /** A caller with a name only. */
    public static Caller named(String name) {
        return new Caller(name, null, List.of(), Map.of());
    }

    /** The token of the gateway's own by which it came. */
    public Optional<CallerToken> maybeToken() {
        return Optional.ofNullable(token);
    }

    /** The uid, where there is one. */
    public Optional<String> maybeUid() {
        return Optional.ofNullable(uid);
    }
}
