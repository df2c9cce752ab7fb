package dev.culvert.clusters.apiserver.store;

import dev.culvert.clusters.apiserver.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a paged list goes on: opaque to clients. Later pages show the present, under the first page's revision. */
record Continuation(long revision, Optional<ObjectKey> after) {
    static Continuation start(long revision) {
        return new Continuation(revision, Optional.empty());
    }

    String encode() {
        ObjectKey key = after.orElseThrow();
        String plain = revision + "\n" + key.namespace() + "\n" + key.name();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    static Continuation decode(String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\n", -1);
            if (parts.length == 3) {
                return new Continuation(Long.parseLong(parts[0]), Optional.of(new ObjectKey(parts[1], parts[2])));
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one answer for all that is not ours.
        }
        throw ApiException.badRequest("continue key is not valid");
    }
}
