package dev.culvert.agent.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.replay.TestAuthority;
import dev.culvert.tunnel.transport.TlsEngines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFileTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final TestAuthority old = new TestAuthority();
    private final TestAuthority next = new TestAuthority();
    private NetServer server;
    private Path file;

    /** Its certificate is the next authority's, for 127.0.0.1 and no other name that leads here. */
    @BeforeEach
    void serve() throws Exception {
        file = directory.resolve("ca.crt");
        server = vertx.createNetServer(new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(next.serverPem()))
                        .addKeyValue(Buffer.buffer(next.serverKeyPem()))));
        server.connectHandler(socket -> {});
        done(server.listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        done(vertx.close());
    }

    @Test
    void aNewAuthorityVerifiesTheNextHandshakeOfAClientThatWasMadeBefore() throws Exception {
        for (SSLEngineOptions engine : List.of(TlsEngines.preferred(), new JdkSSLEngineOptions())) {
            Files.writeString(file, old.authorityPem());
            AuthorityFile authorities = done(AuthorityFile.load(vertx, file, SOON));
            NetClient client = client(engine, authorities);
            assertThat(connects(client, "127.0.0.1")).isFalse();

            Files.writeString(file, old.authorityPem() + "next:\n" + next.authorityPem());
            await().until(() -> connects(client, "127.0.0.1"));
            assertThat(connects(client, "localhost")).as("another name").isFalse();

            // What holds no authority takes none away.
            Files.writeString(file, "");
            Files.writeString(directory.resolve("other"), old.authorityPem());
            NetClient other = client(engine, done(AuthorityFile.load(vertx, directory.resolve("other"), SOON)));
            Files.writeString(directory.resolve("other"), next.authorityPem());
            await().until(() -> connects(other, "127.0.0.1"));
            assertThat(connects(client, "127.0.0.1")).isTrue();
        }
    }

    @Test
    void aFileWithoutACertificateIsNamed() throws Exception {
        Files.writeString(file, "secret");
        assertThatThrownBy(() -> done(AuthorityFile.load(vertx, file, SOON)))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--ca-file holds no PEM certificate: " + file);
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> done(AuthorityFile.load(vertx, file, SOON)))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--ca-file holds a certificate that is malformed: " + file);
    }

    private NetClient client(SSLEngineOptions engine, AuthorityFile authorities) {
        return vertx.createNetClient(new NetClientOptions()
                .setSsl(true)
                .setSslEngineOptions(engine)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setTrustOptions(authorities.trust()));
    }

    private boolean connects(NetClient client, String host) throws Exception {
        return done(client.connect(server.actualPort(), host)
                .compose(socket -> socket.close().map(true))
                .otherwise(false));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
