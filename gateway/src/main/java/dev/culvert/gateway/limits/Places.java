package dev.culvert.gateway.limits;

import java.util.concurrent.ConcurrentHashMap;

/** Counts what each of many holds. Any thread; keeps nothing of who holds nothing. */
final class Places {
    private record Key(String holder, Kind kind) {}

    private final ConcurrentHashMap<Key, Integer> taken = new ConcurrentHashMap<>();
    private final Quota quota;

    Places(Quota quota) {
        this.quota = quota;
    }

    /** False, and nothing taken, where the holder has as many as it may. */
    boolean tryTake(String holder, Kind kind) {
        int most = quota.of(kind);
        boolean[] admitted = new boolean[1];
        taken.compute(new Key(holder, kind), (key, now) -> {
            int held = now == null ? 0 : now;
            admitted[0] = held < most;
            return admitted[0] ? Integer.valueOf(held + 1) : now;
        });
        return admitted[0];
    }

    void giveBack(String holder, Kind kind) {
        taken.computeIfPresent(new Key(holder, kind), (key, now) -> now == 1 ? null : Integer.valueOf(now - 1));
    }

    /** How many holders of a kind hold anything. */
    int holders() {
        return taken.size();
    }
}
