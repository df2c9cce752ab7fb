package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.config.TlsFiles;
import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.IssuedCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {
    private final Vertx vertx = Vertx.vertx();
    private final Queue<KeyCertOptions> used = new ConcurrentLinkedQueue<>();
    private volatile Future<Void> answer = Future.succeededFuture();

    @TempDir
    private Path directory;

    private @Nullable CertificateWatch watch;
    private TlsFiles files = new TlsFiles(Path.of(""), Path.of(""));

    @BeforeEach
    void start() throws IOException {
        files = new TlsFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
        IssuedCertificate first = issued(InstantSource.system());
        write(first.certificatePem(), first.keyPem());
        watch = new CertificateWatch(vertx, files, TlsCertificate.read(files), Duration.ofDays(1), certificate -> {
            used.add(certificate);
            return answer;
        });
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aNewPairIsPutToUseOnceWhenBothAreThere() throws IOException {
        assertThat(look()).isFalse();
        IssuedCertificate next = issued(InstantSource.system());
        Files.writeString(files.certificate(), next.certificatePem());
        assertThat(look()).isFalse();
        assertThat(used).isEmpty();
        Files.writeString(files.key(), next.keyPem());

        assertThat(look()).isTrue();
        assertThat(look()).isFalse();
        assertThat(used)
                .containsExactly(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(next.certificatePem()))
                        .setKeyValue(Buffer.buffer(next.keyPem())));
    }

    @Test
    void whatIsNoneOrHasExpiredChangesNothing() throws IOException {
        IssuedCertificate old = issued(InstantSource.fixed(Instant.parse("2020-01-01T00:00:00Z")));
        for (String text :
                List.of("", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", old.certificatePem())) {
            write(text, old.keyPem());
            assertThat(look()).isFalse();
        }
        Files.delete(files.key());
        assertThat(look()).isFalse();
        assertThat(used).isEmpty();

        IssuedCertificate next = issued(InstantSource.system());
        write(next.certificatePem(), next.keyPem());
        assertThat(look()).isTrue();
    }

    @Test
    void whatCouldNotBeUsedIsTriedAgain() throws IOException {
        answer = Future.failedFuture("not now");
        IssuedCertificate next = issued(InstantSource.system());
        write(next.certificatePem(), next.keyPem());
        assertThat(look()).isFalse();

        answer = Future.succeededFuture();

        assertThat(look()).isTrue();
        assertThat(used).hasSize(2);
    }

    private boolean look() {
        return Objects.requireNonNull(watch).look().await();
    }

    private void write(String certificate, String key) throws IOException {
        Files.writeString(files.certificate(), certificate);
        Files.writeString(files.key(), key);
    }

    private static IssuedCertificate issued(InstantSource clock) {
        return CertificateAuthority.create("CA", clock).issueServer(List.of("localhost"));
    }
}
