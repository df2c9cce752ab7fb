package dev.culvert.gateway.front;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Connections from their first moment until they speak HTTP, before which Vert.x tells nobody of them: over HTTP/2 that takes a
 * handshake of TLS and the caller's preface and settings. They count like all others, and have a time for it. One for all event
 * loops; each connection is told of on its own.
 */
final class Arrivals {
    private static final AttributeKey<ScheduledFuture<?>> DEADLINE = AttributeKey.valueOf(Arrivals.class, "deadline");

    private final ConnectionsPerAddress connections;
    private final Duration time;

    /**
     * @param time from a connection's start until it speaks HTTP, or is closed
     */
    Arrivals(ConnectionsPerAddress connections, Duration time) {
        this.connections = connections;
        this.time = time;
    }

    /** Closes a connection that is one too many for its address. */
    void arrived(Channel channel) {
        if (!connections.admit(channel)) {
            channel.close();
            return;
        }
        ScheduledFuture<?> deadline =
                channel.eventLoop().schedule(() -> channel.close(), time.toMillis(), TimeUnit.MILLISECONDS);
        channel.attr(DEADLINE).set(deadline);
        channel.closeFuture().addListener(gone -> deadline.cancel(false));
    }

    /** From here on others have an eye on it. */
    static void speaksHttp(Channel channel) {
        ScheduledFuture<?> deadline = channel.attr(DEADLINE).getAndSet(null);
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
