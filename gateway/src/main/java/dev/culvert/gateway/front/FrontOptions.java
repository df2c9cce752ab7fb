package dev.culvert.gateway.front;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the public port is told. Start from {@link #defaults}.
 *
 * @param host the address to bind
 * @param port 0: any free one
 * @param domain clusters are also served at {@code NAME.<domain>}; empty: only by path
 * @param hosts the gateway's own names, in lower case: no cluster's, though they may lie below the domain
 * @param corsOrigins whose scripts may read answers; none: nobody's
 * @param certificate the server's, with its key
 * @param engine the TLS implementation
 * @param maxHeadBytes of a request line, and of all headers together, each; kube-apiserver takes 1 MiB
 * @param maxStreams that one HTTP/2 connection may have open; an informer factory has hundreds of watches
 * @param maxConnectionsPerAddress connections at once from one address of the network
 * @param headTimeout from a connection's start, or a head's first byte, to the head's end
 * @param idleTimeout on a connection without a request under way; a request under way has no timeout
 * @param instances event loops that serve; at most as many as Vert.x has
 * @param clientCertificates callers are asked for one, and need not have any. It must take every certificate, since with one that
 *     it refused a caller would have no connection at all; null: nobody is asked
 */
public record FrontOptions(
        String host,
        int port,
        String domain,
        Set<String> hosts,
        Set<String> corsOrigins,
        KeyCertOptions certificate,
        SSLEngineOptions engine,
        int maxHeadBytes,
        int maxStreams,
        int maxConnectionsPerAddress,
        Duration headTimeout,
        Duration idleTimeout,
        int instances,
        @Nullable TrustOptions clientCertificates) {
    public FrontOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(domain, "domain");
        hosts = Set.copyOf(hosts);
        corsOrigins = Set.copyOf(corsOrigins);
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(headTimeout, "headTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port);
        }
        if (maxHeadBytes < 65_536 || maxStreams < 1 || maxConnectionsPerAddress < 1 || instances < 1) {
            throw new IllegalArgumentException("a limit of the public port is too small");
        }
    }

    /** 1 MiB heads, 2,000 streams a connection, 10,000 connections an address, 20 s for a head, 3 min idle, one instance a core. */
    public static FrontOptions defaults(
            String host, int port, String domain, KeyCertOptions certificate, SSLEngineOptions engine) {
        return new FrontOptions(
                host,
                port,
                domain,
                Set.of(),
                Set.of(),
                certificate,
                engine,
                1 << 20,
                2_000,
                10_000,
                Duration.ofSeconds(20),
                Duration.ofMinutes(3),
                Runtime.getRuntime().availableProcessors(),
                null);
    }
}
