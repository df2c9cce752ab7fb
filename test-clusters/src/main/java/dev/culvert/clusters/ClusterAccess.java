package dev.culvert.clusters;

import dev.culvert.clusters.certificates.IssuedCertificate;
import dev.culvert.clusters.certificates.TlsContexts;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What a client needs in order to reach a cluster directly.
 *
 * @param caPem empty: the authorities that the JDK trusts
 * @param token to be sent as a bearer token
 * @param certificate to be shown to the server
 */
public record ClusterAccess(URI server, String caPem, Optional<String> token, Optional<IssuedCertificate> certificate) {
    /** A context that trusts the cluster and shows the client certificate, if there is one. */
    public SSLContext tls() {
        return TlsContexts.of(caPem, certificate);
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return "ClusterAccess[" + server + "]";
    }
}
