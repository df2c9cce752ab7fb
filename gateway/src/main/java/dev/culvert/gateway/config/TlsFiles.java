package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The server's certificate and key, as PEM files.
 *
 * @param certificate the chain, the server's own first
 */
public record TlsFiles(Path certificate, Path key) {
    public TlsFiles {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
    }

    static TlsFiles read(Section section, Path directory) {
        return new TlsFiles(directory.resolve(section.text("certificate")), directory.resolve(section.text("key")));
    }
}
