package dev.culvert.gateway;

import io.vertx.core.net.TrustOptions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** For which certificates clients of the public port are asked: of these authorities, all together. */
final class CertificateHints {
    private final List<Supplier<List<X509Certificate>>> sources;

    /**
     * @param sources authorities that may change; none: nobody is asked
     */
    CertificateHints(List<Supplier<List<X509Certificate>>> sources) {
        this.sources = List.copyOf(sources);
    }

    /** As it is at this moment. */
    Optional<TrustOptions> now() {
        List<X509Certificate> authorities = sources.stream()
                .flatMap(source -> source.get().stream())
                .distinct()
                .toList();
        return sources.isEmpty() ? Optional.empty() : Optional.of(AnyCertificate.hinting(authorities));
    }
}
