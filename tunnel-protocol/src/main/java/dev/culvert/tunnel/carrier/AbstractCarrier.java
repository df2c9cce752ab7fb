package dev.culvert.tunnel.carrier;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every carrier does in the same way, whatever it runs on: keeps early packets back, calls no handler from within
 * {@link #write} or {@link #close}, tells of the end exactly once and after the last packet, and bounds an orderly close.
 *
 * <p><b>Threading.</b> As the contract says: everything on {@link #context()}, the calls of a subclass included.
 */
public abstract class AbstractCarrier implements Carrier {
    /** Milliseconds that an orderly close may take before the connection is reset. */
    private static final long CLOSE_TIMEOUT = 5_000;

    private final Context context;
    private final String kind;
    private final String remote;

    /** Packets that came before their handler. Not empty only while the source is held back. */
    private final Deque<Buffer> early = new ArrayDeque<>();
    /** Events that came from within a call to this carrier, and those behind them. */
    private final Deque<Runnable> deferred = new ArrayDeque<>();

    private @Nullable Handler<Buffer> packetHandler;
    private @Nullable Handler<CarrierEnd> closeHandler;
    private @Nullable Handler<Void> drainHandler;
    private boolean calling;
    private boolean flowing;
    private boolean resuming;
    private boolean full;
    private boolean closing;
    private long closeTimer = -1;
    private @Nullable CarrierEnd end;
    private boolean cut;
    private boolean told;

    protected AbstractCarrier(Context context, String kind, String remote) {
        this.context = Objects.requireNonNull(context, "context");
        this.kind = kind;
        this.remote = remote;
    }

    /** Sends a packet towards the peer and flushes it. May throw where the connection is gone. */
    protected abstract void send(Buffer packet);

    /** Whether the connection has more to send than it should. Asked on a connection that has not ended, as far as known. */
    protected abstract boolean connectionFull();

    /** Stops packets from coming; those under way are still taken. */
    protected abstract void holdBack();

    /** Lets packets come again. */
    protected abstract void letFlow();

    /** Sends the orderly end behind what was written. {@link #ended} is called when the peer has taken it. */
    protected abstract void shutdown();

    /** Cuts the connection now. */
    protected abstract void abort();

    /** Called once, when the end is known. */
    protected void over(CarrierEnd how) {}

    /** Ends the carrier at once: nothing that waits is sent any more. Any thread. */
    public final void cut(String message) {
        context.runOnContext(ignored -> {
            if (end == null) {
                fail(false, message);
            }
        });
    }

    @Override
    public final Context context() {
        return context;
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final String remote() {
        return remote;
    }

    @Override
    public final void packetHandler(Handler<Buffer> handler) {
        packetHandler = Objects.requireNonNull(handler, "handler");
        context.runOnContext(ignored -> start());
    }

    @Override
    public final void closeHandler(Handler<CarrierEnd> handler) {
        closeHandler = Objects.requireNonNull(handler, "handler");
        if (end != null) {
            context.runOnContext(ignored -> tell());
        }
    }

    @Override
    public final void drainHandler(Handler<Void> handler) {
        drainHandler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    public final boolean writeQueueFull() {
        if (over()) {
            return true;
        }
        full = asksToWait();
        return full;
    }

    @Override
    public final void write(Buffer packet) {
        if (over()) {
            return;
        }
        boolean outer = enter();
        try {
            send(packet);
        } catch (RuntimeException e) {
            fail(false, "a packet could not be sent: " + e);
        } finally {
            calling = outer;
        }
    }

    @Override
    public final void close() {
        if (over()) {
            return;
        }
        closing = true;
        boolean outer = enter();
        try {
            if (!early.isEmpty()) {
                // Nobody will take them, and what holds the source back would also hold back the peer's end.
                early.clear();
                letFlow();
            }
            closeTimer = context.owner().setTimer(CLOSE_TIMEOUT, id -> closeTimedOut());
            shutdown();
        } catch (RuntimeException e) {
            fail(false, "the connection could not be closed: " + e);
        } finally {
            calling = outer;
        }
    }

    /** A packet came. The subclass has checked its size. */
    protected final void received(Buffer packet) {
        if (calling || !deferred.isEmpty()) {
            defer(() -> deliver(packet));
        } else {
            deliver(packet);
        }
    }

    /** The connection takes more again. */
    protected final void drained() {
        if (calling || !deferred.isEmpty()) {
            defer(this::wake);
        } else {
            wake();
        }
    }

    /** The connection is over. The first of several ends counts. */
    protected final void ended(CarrierEnd how) {
        if (calling || !deferred.isEmpty()) {
            defer(() -> finish(how));
        } else {
            finish(how);
        }
    }

    /** Cuts the connection, for the reason given. */
    protected final void fail(boolean violation, String message) {
        if (cut) {
            return;
        }
        cut = true;
        ended(new CarrierEnd(false, violation, message));
        abort();
    }

    /** Whether nothing more can be written: the carrier has ended, or this side is closing it. */
    protected final boolean over() {
        return closing || end != null;
    }

    /** Whether this side asked for the end. */
    protected final boolean isClosing() {
        return closing;
    }

    private boolean asksToWait() {
        try {
            return connectionFull();
        } catch (IllegalStateException e) {
            // It has ended, and the news is still on its way here.
            return true;
        }
    }

    private boolean enter() {
        boolean outer = calling;
        calling = true;
        return outer;
    }

    private void defer(Runnable event) {
        deferred.add(event);
        if (deferred.size() == 1) {
            context.runOnContext(ignored -> runDeferred());
        }
    }

    private void runDeferred() {
        Runnable event = deferred.peek();
        while (event != null) {
            boolean failed = true;
            try {
                event.run();
                failed = false;
            } finally {
                deferred.remove();
                if (failed && !deferred.isEmpty()) {
                    context.runOnContext(ignored -> runDeferred());
                }
            }
            event = deferred.peek();
        }
    }

    private void start() {
        flowing = true;
        Buffer packet = early.poll();
        while (packet != null) {
            deliver(packet);
            packet = early.poll();
        }
        letFlow();
        // What the source has kept comes in a turn of its own, which is already queued: the end must not overtake it.
        resuming = true;
        context.runOnContext(ignored -> {
            resuming = false;
            tell();
        });
    }

    private void deliver(Buffer packet) {
        if (told || cut || (closing && !flowing)) {
            return;
        }
        Handler<Buffer> handler = packetHandler;
        if (handler == null || !flowing) {
            if (early.isEmpty()) {
                holdBack();
            }
            early.add(packet);
            return;
        }
        try {
            handler.handle(packet);
        } catch (RuntimeException e) {
            fail(false, "the handler of packets failed: " + e);
            throw e;
        }
    }

    private void wake() {
        Handler<Void> handler = drainHandler;
        if (full && !over() && !asksToWait()) {
            full = false;
            if (handler != null) {
                handler.handle(null);
            }
        }
    }

    private void finish(CarrierEnd how) {
        if (end != null) {
            return;
        }
        end = how;
        if (closeTimer >= 0) {
            context.owner().cancelTimer(closeTimer);
        }
        if (closing || cut) {
            early.clear();
        }
        over(how);
        tell();
    }

    /** Tells of the end, unless early packets come first: then they do, as soon as somebody takes them. */
    private void tell() {
        Handler<CarrierEnd> handler = closeHandler;
        CarrierEnd how = end;
        if (told || handler == null || how == null || resuming || !early.isEmpty()) {
            return;
        }
        told = true;
        handler.handle(how);
    }

    private void closeTimedOut() {
        closeTimer = -1;
        fail(false, "closed by this side; the peer did not take the end in " + CLOSE_TIMEOUT + " ms");
    }
}
