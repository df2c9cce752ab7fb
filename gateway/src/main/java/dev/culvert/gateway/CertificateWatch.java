package dev.culvert.gateway;

import dev.culvert.gateway.config.TlsFiles;
import dev.culvert.gateway.pki.IssuedCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the server's certificate and key again and again, on a worker thread, and puts them to use when both are new. While
 * only one of the files has been replaced, and where they cannot be used, what was read before stays in use.
 */
final class CertificateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Vertx vertx;
    private final TlsFiles files;
    private final Duration betweenLooks;
    private final Function<KeyCertOptions, Future<Void>> use;
    /** One look ends before the next begins. */
    private PemKeyCertOptions inUse;

    private String problem = "";

    /**
     * @param inUse what is in use at the beginning
     * @param use completes when new connections are shown the certificate
     */
    CertificateWatch(
            Vertx vertx,
            TlsFiles files,
            PemKeyCertOptions inUse,
            Duration betweenLooks,
            Function<KeyCertOptions, Future<Void>> use) {
        this.vertx = vertx;
        this.files = files;
        this.inUse = inUse;
        this.betweenLooks = betweenLooks;
        this.use = use;
    }

    /** From now on, until Vert.x is closed. */
    void start() {
        vertx.setTimer(betweenLooks.toMillis(), time -> look().onComplete(looked -> start()));
    }

    /** Looks once. Completes with whether there was something new, which is in use then; never fails. */
    Future<Boolean> look() {
        return read().compose(changed -> changed.map(this::renew).orElseGet(() -> Future.succeededFuture(false)))
                .onSuccess(looked -> problem = "")
                .recover(failure -> {
                    report(failure);
                    return Future.succeededFuture(false);
                });
    }

    private Future<Optional<PemKeyCertOptions>> read() {
        try {
            return vertx.executeBlocking(this::changed);
        } catch (RejectedExecutionException closing) {
            return Future.succeededFuture(Optional.empty());
        }
    }

    /** Empty: the files say what they said. Throws where they cannot be used. */
    private Optional<PemKeyCertOptions> changed() {
        PemKeyCertOptions there = TlsCertificate.read(files);
        if (there.getCertValue().equals(inUse.getCertValue())
                && there.getKeyValue().equals(inUse.getKeyValue())) {
            return Optional.empty();
        }
        IssuedCertificate certificate = IssuedCertificate.read(
                there.getCertValue().toString(), there.getKeyValue().toString());
        Instant end = certificate.certificate().getNotAfter().toInstant();
        if (Instant.now().isAfter(end)) {
            throw new IllegalArgumentException("the certificate has expired");
        }
        return Optional.of(there);
    }

    private Future<Boolean> renew(PemKeyCertOptions certificate) {
        return use.apply(certificate).map(used -> {
            inUse = certificate;
            LOG.atInfo().addKeyValue("file", files.certificate()).log("the gateway has a new certificate");
            return true;
        });
    }

    /** Once, and not at each look. */
    private void report(Throwable failure) {
        String what = String.valueOf(failure.getMessage());
        if (!what.equals(problem)) {
            problem = what;
            LOG.atWarn()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue("error", what)
                    .log("the gateway's certificate on disk cannot be used; the one before stays in use");
        }
    }
}
