package dev.culvert.tunnel.flow;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A bound on the sum of what streams hold in memory, windows and what waits to be sent: of one carrier, or of a whole process.
 * Any thread. A carrier's budget is a part of the process's: what it reserves counts in both.
 */
public final class Budget {
    private final long limit;
    private final @Nullable Budget whole;
    private final AtomicLong reserved = new AtomicLong();

    /**
     * @param limit bytes
     */
    public Budget(long limit) {
        this(limit, null);
    }

    private Budget(long limit, @Nullable Budget whole) {
        if (limit < 1) {
            throw new IllegalArgumentException("budget of " + limit + " bytes");
        }
        this.limit = limit;
        this.whole = whole;
    }

    /** Half of what the heap may grow to: what a process spends on its streams' windows unless told otherwise. */
    public static Budget ofHeap() {
        return new Budget(Math.max(Runtime.getRuntime().maxMemory() / 2, 1));
    }

    /** A part with a limit of its own. */
    public Budget part(long partLimit) {
        return new Budget(partLimit, this);
    }

    /** Takes bytes, or none and says false. */
    public boolean reserve(int bytes) {
        if (reserved.addAndGet(bytes) > limit || (whole != null && !whole.reserve(bytes))) {
            reserved.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /**
     * Counts bytes that are here already, whether there is room or not. Whoever brings them asks {@link #isScarce} before it
     * reads more, so that what is taken beyond the half is one buffer for each stream at most.
     */
    public void take(long bytes) {
        reserved.addAndGet(bytes);
        if (whole != null) {
            whole.take(bytes);
        }
    }

    /** Whether half is taken, here or of the whole. The other half is for what cannot wait: new streams. */
    public boolean isScarce() {
        return reserved.get() >= limit / 2 || (whole != null && whole.isScarce());
    }

    /** The same for what is only welcome: leaves half of every budget that it counts in to those who need it. */
    boolean reserveSpare(int bytes) {
        return hasSpare(bytes) && reserve(bytes);
    }

    private boolean hasSpare(int bytes) {
        return reserved.get() + bytes <= limit / 2 && (whole == null || whole.hasSpare(bytes));
    }

    /** Gives bytes back. */
    public void release(long bytes) {
        reserved.addAndGet(-bytes);
        if (whole != null) {
            whole.release(bytes);
        }
    }

    /** Bytes taken now. */
    public long reserved() {
        return reserved.get();
    }

    /** Bytes in all. */
    public long limit() {
        return limit;
    }
}
