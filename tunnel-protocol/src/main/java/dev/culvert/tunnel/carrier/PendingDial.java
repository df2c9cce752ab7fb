package dev.culvert.tunnel.carrier;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One dial under way: answers exactly once, in time, and lets go of what it holds where it fails. For diallers.
 *
 * <p><b>Threading.</b> Everything but {@link #start} on the context.
 */
public abstract class PendingDial {
    private final Context context;
    private final DialTarget target;
    private final Promise<Carrier> promise = Promise.promise();

    private long timer;
    private boolean done;

    protected PendingDial(Context context, DialTarget target) {
        this.context = context;
        this.target = target;
    }

    /** Begins to connect. May throw. */
    protected abstract void connect();

    /** How far it got: the hop to name where time is up. */
    protected abstract Hop hop();

    /** Closes what it has opened. */
    protected abstract void abandon();

    /** Starts. Any thread. Fails with {@link DialException}, after the target's timeout at the latest. */
    public final Future<Carrier> start() {
        context.runOnContext(ignored -> run());
        return promise.future();
    }

    protected final Context context() {
        return context;
    }

    protected final DialTarget target() {
        return target;
    }

    /** Whether the answer was given, so that what comes now comes too late. */
    protected final boolean done() {
        return done;
    }

    protected final void succeed(Carrier carrier) {
        done = true;
        context.owner().cancelTimer(timer);
        promise.complete(carrier);
    }

    protected final void fail(DialException cause) {
        if (done) {
            return;
        }
        done = true;
        context.owner().cancelTimer(timer);
        abandon();
        promise.fail(cause);
    }

    private void run() {
        timer = context.owner().setTimer(target.timeout().toMillis(), id -> fail(DialFailures.timedOut(hop(), target)));
        try {
            connect();
        } catch (RuntimeException e) {
            fail(DialFailures.connecting(e, target));
        }
    }
}
