package dev.culvert.gateway;

import dev.culvert.gateway.authn.certificate.CertificateCallers;
import dev.culvert.gateway.authn.certificate.ClientTrust;
import dev.culvert.gateway.authn.certificate.TrustFiles;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.InstantSource;

/**
 * Callers' client certificates.
 *
 * @param callers tells whose they are
 * @param hint has the public port ask for them
 */
record ClientCertificates(CertificateCallers callers, TrustOptions hint) {
    /** Reads the files, and goes on to watch them. Blocks; throws {@link dev.culvert.gateway.config.ConfigException}. */
    static ClientCertificates start(Vertx vertx, TrustFiles files, InstantSource clock) {
        ClientTrust trust = files.read();
        CertificateCallers callers = new CertificateCallers(trust, clock);
        callers.watch(vertx, files);
        return new ClientCertificates(callers, AnyCertificate.hinting(trust.authorities()));
    }
}
