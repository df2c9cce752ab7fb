package dev.culvert.gateway.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When tokens were used last, to the minute or so: on the way of a request this costs a look into a map. What is noted here is
 * lost with the process, unless somebody takes it out in time and keeps it. Any thread.
 */
public final class TokenUses {
    private static final Duration COARSE = Duration.ofMinutes(1);

    private final Map<Token, Instant> latest = new ConcurrentHashMap<>();
    private final Map<Token, Instant> unsaved = new ConcurrentHashMap<>();

    /** A token, by its name. */
    public record Token(Kind kind, String name) {}

    /** It was used now. */
    public void note(Kind kind, String name, Instant now) {
        Token token = new Token(kind, name);
        Instant before = latest.get(token);
        if (before == null || before.plus(COARSE).isBefore(now)) {
            latest.put(token, now);
            unsaved.put(token, now);
        }
    }

    /** When it was used last, as far as this process knows. */
    public Optional<Instant> last(Kind kind, String name) {
        return Optional.ofNullable(latest.get(new Token(kind, name)));
    }

    /** Takes out what nobody has kept yet. */
    public Map<Token, Instant> takeUnsaved() {
        Map<Token, Instant> taken = new HashMap<>();
        for (Token token : List.copyOf(unsaved.keySet())) {
            @Nullable Instant at = unsaved.remove(token);
            if (at != null) {
                taken.put(token, at);
            }
        }
        return taken;
    }

    /** Puts back what could not be kept. */
    public void putBack(Map<Token, Instant> taken) {
        taken.forEach(unsaved::putIfAbsent);
    }

    /** Forgets tokens that are no more. */
    public void retain(Directory directory) {
        latest.keySet()
                .removeIf(token -> directory.item(token.kind(), token.name()).isEmpty());
        unsaved.keySet().retainAll(latest.keySet());
    }
}
