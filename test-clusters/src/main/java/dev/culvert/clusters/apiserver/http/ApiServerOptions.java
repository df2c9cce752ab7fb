package dev.culvert.clusters.apiserver.http;

import dev.culvert.clusters.apiserver.identity.User;
import java.time.Duration;
import java.util.Map;

/**
 * How the API server listens and whom it knows.
 *
 * @param port 0 for any
 * @param certificatePem of the server, with its chain
 * @param keyPem of the server
 * @param clientCaPem whose certificates clients may authenticate with
 * @param tokens bearer tokens and whom they stand for
 * @param bookmarkInterval between the bookmarks of a watch
 * @param rememberedChanges how many changes a watch can resume over
 */
public record ApiServerOptions(
        String host,
        int port,
        String certificatePem,
        String keyPem,
        String clientCaPem,
        Map<String, User> tokens,
        Duration bookmarkInterval,
        int rememberedChanges) {
    public ApiServerOptions {
        tokens = Map.copyOf(tokens);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port);
        }
        if (bookmarkInterval.isZero() || bookmarkInterval.isNegative()) {
            throw new IllegalArgumentException("bookmarkInterval: must be positive");
        }
    }

    /** Without keys and tokens. */
    @Override
    public String toString() {
        return "ApiServerOptions[%s:%d]".formatted(host, port);
    }
}
