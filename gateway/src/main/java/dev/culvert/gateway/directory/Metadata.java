package dev.culvert.gateway.directory;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * @param uid another one for each object that ever had the name; empty where nobody gave one: outside of the store
 * @param version of the object; 0 outside of the store
 * @param created null outside of the store
 */
public record Metadata(
        String name,
        Map<String, String> labels,
        String uid,
        long version,
        @Nullable Instant created,
        Source source) {
    public Metadata {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Of an object that a file names. */
    public static Metadata inFile(String name, Map<String, String> labels, Source source) {
        return new Metadata(name, labels, "", 0, null, source);
    }

    public Optional<Instant> maybeCreated() {
        return Optional.ofNullable(created);
    }
}
