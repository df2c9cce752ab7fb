package dev.culvert.gateway;

import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.TlsFiles;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the server's certificate and key. Blocks. */
final class TlsCertificate {
    private TlsCertificate() {}

    /** Throws {@link ConfigException} with the path in the configuration, and the file. */
    static PemKeyCertOptions read(TlsFiles files) {
        return new PemKeyCertOptions()
                .setCertValue(read(files.certificate(), "public.tls.certificate", "CERTIFICATE"))
                .setKeyValue(read(files.key(), "public.tls.key", "PRIVATE KEY"));
    }

    private static Buffer read(Path file, String path, String label) {
        try {
            Buffer content = Buffer.buffer(Files.readAllBytes(file));
            if (!content.toString().contains(label + "-----")) {
                throw new ConfigException(path, file + " holds no PEM " + label);
            }
            return content;
        } catch (IOException e) {
            throw new ConfigException(path, Failures.explain(e));
        }
    }
}
