package dev.culvert.gateway;

import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.setup.Installation;
import dev.culvert.gateway.testing.RawClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A gateway that runs in a directory which init made: cluster {@code north}, and caller {@code jane} in mode agent. */
final class InstalledGateway {
    final Gateway gateway;
    private final Path directory;

    /**
     * @param domain of the host form; null: none
     * @param settings more lines of gateway.yaml
     */
    InstalledGateway(Path directory, List<String> hosts, @Nullable String domain, String settings) throws IOException {
        this.directory = directory;
        Address anyPort = new Address("127.0.0.1", 0);
        new Installation(hosts, "north", "jane", false, anyPort, anyPort, domain)
                .write(directory, true, InstantSource.system());
        Path yaml = directory.resolve("gateway.yaml");
        Files.writeString(yaml, Files.readString(yaml) + settings);
        gateway = new Gateway(ConfigFile.load(yaml));
        gateway.start().await();
    }

    /** An agent of {@code north}. */
    TestAgent agent(Vertx vertx) {
        return new TestAgent(vertx, gateway.publicPort(), directory.resolve("ca.crt"), token("agent-north"));
    }

    String token(String name) {
        try {
            return Files.readString(directory.resolve(name + ".token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jane's header line. */
    String authorization() {
        return "Authorization: Bearer " + token("caller-jane") + "\r\n";
    }

    /** A new HTTP/1.1 connection. */
    RawClient client() {
        try (InputStream pem = Files.newInputStream(directory.resolve("ca.crt"))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return RawClient.connect(tls, gateway.publicPort());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A client of HTTP/2. */
    HttpClient http2(Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setDefaultHost("localhost")
                .setDefaultPort(gateway.publicPort())
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(directory.resolve("ca.crt").toString())));
    }
}
