package dev.culvert.gateway;

import dev.culvert.gateway.authn.certificate.CertificateCallers;
import dev.culvert.gateway.authn.certificate.TrustFiles;
import dev.culvert.gateway.config.ClientCertificatesConfig;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * Callers' client certificates.
 *
 * @param callers tells whose they are
 * @param files by which it knows
 */
record ClientCertificates(CertificateCallers callers, TrustFiles files) {
    /** Reads the files. Blocks; throws {@link dev.culvert.gateway.config.ConfigException}. */
    static ClientCertificates read(ClientCertificatesConfig config, InstantSource clock) {
        TrustFiles files = new TrustFiles(config);
        return new ClientCertificates(new CertificateCallers(files.read(), clock), files);
    }

    /** Goes on to read the files. */
    void watch(Vertx vertx, Runnable changed) {
        callers.watch(vertx, files, changed);
    }
}
