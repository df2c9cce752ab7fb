package dev.culvert.gateway.front;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one address of the network from taking all connections. One for all event loops; any thread. */
final class ConnectionsPerAddress {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionsPerAddress.class);

    private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();
    private final int most;

    ConnectionsPerAddress(int most) {
        this.most = most;
    }

    /** False where the connection is one too many, and is to be closed: whoever holds so many does not read answers. */
    boolean admit(Channel channel) {
        String address = addressOf(channel.remoteAddress());
        int held = open.merge(address, 1, Integer::sum);
        channel.closeFuture()
                .addListener(gone -> open.computeIfPresent(address, (key, now) -> now == 1 ? null : now - 1));
        if (held <= most) {
            return true;
        }
        if (held == most + 1) {
            LOGGER.atWarn()
                    .addKeyValue("remote", address)
                    .addKeyValue("connections", most)
                    .log("an address has as many connections as it may have");
        }
        return false;
    }

    private static String addressOf(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "";
    }
}
