package dev.culvert.benchmarks.backend;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An HTTPS address that speaks the backend's API, and what a caller needs for it.
 *
 * @param base without a slash at its end; paths of the backend are put behind it
 * @param authority PEM certificates that verify it
 * @param token is sent as a bearer token
 */
public record Endpoint(URI base, Path authority, Optional<String> token) {

    /** The same server and the same caller at another address. */
    public Endpoint at(String host, int port) {
        return at(host, port, authority);
    }

    /** The same caller with the same credential at another address, verified by another authority. */
    public Endpoint at(String host, int port, Path otherAuthority) {
        return new Endpoint(URI.create("https://" + host + ":" + port), otherAuthority, token);
    }

    /** @param path begins with a slash */
    public URI uri(String path) {
        return URI.create(base + path);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return base.toString();
    }
}
