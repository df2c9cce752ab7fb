package dev.culvert.gateway.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * So many a second for each of many, and as many at once after a second's rest: a token bucket each. Any thread. Whoever rested
 * for a second is no longer remembered when others come.
 */
final class Rate {
    private static final long SECOND = 1_000_000_000;

    /** More than so many are looked through for those who rest. */
    private static final int MANY = 1_000;

    /** When a holder's bucket will be full, if nothing is taken of it. */
    private final ConcurrentHashMap<String, Long> fullAt = new ConcurrentHashMap<>();

    private final long interval;
    private final LongSupplier nanoTime;

    /**
     * @param perSecond 0: no limit
     * @param nanoTime the clock
     */
    Rate(int perSecond, LongSupplier nanoTime) {
        this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
        this.nanoTime = nanoTime;
    }

    /** False, and nothing taken, where the holder is faster than it may be. */
    boolean tryTake(String holder) {
        if (interval == 0) {
            return true;
        }
        long now = nanoTime.getAsLong();
        boolean[] taken = new boolean[1];
        fullAt.compute(holder, (key, before) -> {
            long full = before == null || before - now < 0 ? now : before;
            taken[0] = full + interval - now <= SECOND;
            return taken[0] ? Long.valueOf(full + interval) : before;
        });
        if (fullAt.size() > MANY) {
            fullAt.values().removeIf(full -> full - now < 0);
        }
        return taken[0];
    }

    int remembered() {
        return fullAt.size();
    }
}
