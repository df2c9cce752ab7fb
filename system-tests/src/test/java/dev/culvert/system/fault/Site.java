package dev.culvert.system.fault;

import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Target;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway under load, and what callers have seen of it. Any thread. */
final class Site {
    private final Daemon gateway;
    private final Target target;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger watchesBroken = new AtomicInteger();
    private final AtomicInteger longestWatch = new AtomicInteger();
    private volatile boolean ready = true;
    private volatile boolean stopping;

    Site(Daemon gateway, Target target) {
        this.gateway = gateway;
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** Looks whether the gateway says that it is ready. */
    void look() {
        ready = gateway.isReady();
    }

    /** Whether it was at the last look. */
    boolean ready() {
        return ready;
    }

    /** SIGTERM, its end, and a new start. */
    void restart() {
        stopping = true;
        gateway.close();
        gateway.restart();
        stopping = false;
    }

    /** Whether it is being restarted: what breaks at it may break. */
    boolean stopping() {
        return stopping;
    }

    void answered() {
        answered.incrementAndGet();
    }

    /** Right answers so far, but for watches. */
    int answers() {
        return answered.get();
    }

    void watchBroke() {
        watchesBroken.incrementAndGet();
    }

    int watchesBroken() {
        return watchesBroken.get();
    }

    void watched(int events) {
        longestWatch.accumulateAndGet(events, Math::max);
    }

    /** Events of the longest watch so far. */
    int longestWatch() {
        return longestWatch.get();
    }

    @Override
    public String toString() {
        return gateway.toString();
    }
}
