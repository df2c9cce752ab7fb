package dev.culvert.tunnel.stream;

import org.jspecify.annotations.Nullable;

/**
 * Streams that wait for their turn, first come first served. A stream that ends leaves at once, wherever it stands: while the
 * carrier is held up nothing is polled, and what has ended must not gather here.
 */
final class TurnQueue {
    private @Nullable Place first;
    private @Nullable Place last;

    /** Where a stream stands, in one queue at most. */
    static class Place {
        final TunnelStream stream;
        private @Nullable TurnQueue queue;
        private @Nullable Place before;
        private @Nullable Place behind;

        Place(TunnelStream stream) {
            this.stream = stream;
        }

        /** Whether it stands in a queue. */
        final boolean isQueued() {
            return queue != null;
        }

        /** Leaves the queue it stands in, if any. */
        final void leave() {
            TurnQueue left = queue;
            if (left != null) {
                left.unlink(this);
            }
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    /** To the end of the queue. */
    void add(Place place) {
        if (place.isQueued()) {
            throw new IllegalStateException("stream " + place.stream.id() + " waits already");
        }
        Place end = last;
        if (end == null) {
            first = place;
        } else {
            end.behind = place;
            place.before = end;
        }
        last = place;
        place.queue = this;
    }

    /** The first, which leaves. */
    @Nullable
    TunnelStream poll() {
        Place next = first;
        if (next == null) {
            return null;
        }
        unlink(next);
        return next.stream;
    }

    private void unlink(Place place) {
        Place before = place.before;
        Place behind = place.behind;
        if (before == null) {
            first = behind;
        } else {
            before.behind = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.before = before;
        }
        place.before = null;
        place.behind = null;
        place.queue = null;
    }
}
