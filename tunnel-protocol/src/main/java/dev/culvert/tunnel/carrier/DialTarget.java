package dev.culvert.tunnel.carrier;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the gateway is, and how to get there.
 *
 * @param host name or address, as the gateway's certificate has it
 * @param token asked at every dial, on any thread; quick, since an event loop waits for it
 * @param trust what verifies the gateway's certificate; null: the system's authorities
 * @param certificate what the dialer shows where it is asked for a certificate, chosen anew in each handshake; null: none
 * @param proxy an HTTP proxy that opens the way by CONNECT; null: none
 * @param timeout for a whole dial: name, TCP, proxy, TLS and the carrier's own handshake together
 */
public record DialTarget(
        String host,
        int port,
        Supplier<String> token,
        @Nullable TrustOptions trust,
        @Nullable KeyCertOptions certificate,
        @Nullable ProxyOptions proxy,
        Duration timeout) {
    /** Without a certificate. */
    public DialTarget(
            String host,
            int port,
            Supplier<String> token,
            @Nullable TrustOptions trust,
            @Nullable ProxyOptions proxy,
            Duration timeout) {
        this(host, port, token, trust, null, proxy, timeout);
    }

    public DialTarget {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(timeout, "timeout");
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
        if (timeout.isNegative() || timeout.toMillis() == 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is not a positive number of milliseconds");
        }
    }

    /**
     * Milliseconds for one step of a dial: somewhat less than the whole, so that where a step hangs it is the step's own timeout
     * that ends the dial, and says which it was.
     */
    public int stepMillis() {
        long millis = timeout.toMillis();
        return (int) Math.min(Math.max(1, millis - millis / 10), Integer.MAX_VALUE);
    }

    /** Host and port alone: the rest may hold secrets. */
    @Override
    public String toString() {
        return host + ":" + port + (proxy == null ? "" : " by way of " + proxy.getHost() + ":" + proxy.getPort());
    }
}
