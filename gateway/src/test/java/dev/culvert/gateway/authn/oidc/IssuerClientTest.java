package dev.culvert.gateway.authn.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.culvert.gateway.testing.TestCertificate;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider's documents over real TLS. */
class IssuerClientTest {
    private static final String JWKS = new JWKSet(List.of(TestIssuer.newKey("k1"), TestIssuer.newKey("k2"))).toString();

    private final Vertx vertx = Vertx.vertx();
    private final TestCertificate certificate = TestCertificate.create();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Handler<HttpServerRequest> discovery =
            request -> request.response().end(document(issuer(), issuer() + "/keys"));
    private volatile Handler<HttpServerRequest> keys =
            request -> request.response().end(JWKS);
    private final int port = listen();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void theKeysAreWhereTheDiscoveryDocumentSays() {
        assertThat(fetch().keys().await().getKeys()).hasSize(2);
    }

    @Test
    void privatePartsThatAnIssuerPublishesByMistakeAreNotKept() {
        keys = request -> request.response().end(new JWKSet(TestIssuer.newKey("k1")).toString(false));

        assertThat(fetch().keys().await().getKeys()).noneMatch(key -> key.isPrivate());
    }

    @Test
    void anotherIssuersDocumentIsRefused() {
        discovery = request -> request.response().end(document("https://evil.test", issuer() + "/keys"));

        assertFails("its discovery document is another issuer's");
    }

    @Test
    void keysDoNotComeInTheClear() {
        discovery = request -> request.response().end(document(issuer(), "http://localhost:" + port + "/keys"));

        assertFails("its jwks_uri is no https URL");
    }

    @Test
    void redirectsAreNotFollowed() {
        discovery = request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", issuer() + "/keys")
                .end();

        assertFails("it answers 302");
        assertThat(requests).hasValue(1);
    }

    @Test
    void whatIsNoDocumentIsRefused() {
        discovery = request -> request.response().end("<html>");
        assertFails("its discovery document is malformed");
        discovery = request -> request.response().end(document(issuer(), issuer() + "/keys"));
        for (String text : List.of("<html>", "{}", "{\"keys\":[{\"kty\":\"EC\"}]}")) {
            keys = request -> request.response().end(text);
            assertFails("its keys are malformed");
        }
        keys = request -> request.response().end("{\"keys\":[]}");
        assertFails("it publishes no key");
        keys = request -> request.response().end("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}");
        assertFails("it publishes no key");
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        keys = request -> request.response().setChunked(true).write(Buffer.buffer(new byte[(1 << 20) + 1]));

        assertFails("its answer is too long");
    }

    @Test
    void anIssuerThatSaysNothingIsNotWaitedFor() {
        keys = request -> {};
        IssuerClient client = client(true, Duration.ofMillis(200));

        assertThat(outcome(client)).isNotNull();
    }

    @Test
    void anIssuerWithACertificateOfAnotherCaIsNotBelieved() {
        assertThat(outcome(client(false, Duration.ofSeconds(10)))).isNotNull();
        assertThat(requests).hasValue(0);
    }

    private void assertFails(String message) {
        assertThat(outcome(fetch())).hasMessage(message);
    }

    private static @Nullable Throwable outcome(IssuerClient client) {
        return client.keys()
                .toCompletionStage()
                .handle((ok, failure) -> failure)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private IssuerClient fetch() {
        return client(true, Duration.ofSeconds(10));
    }

    private IssuerClient client(boolean trusting, Duration deadline) {
        return new IssuerClient(
                vertx,
                issuer(),
                URI.create(issuer() + "/.well-known/openid-configuration"),
                trusting ? certificate.trust() : null,
                deadline);
    }

    private int listen() {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCert()))
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    (request.path().equals("/keys") ? keys : discovery).handle(request);
                });
        return server.listen(0, "localhost").await().actualPort();
    }

    private String issuer() {
        return "https://localhost:" + port;
    }

    private static String document(String issuer, String keysUrl) {
        return new JsonObject().put("issuer", issuer).put("jwks_uri", keysUrl).encode();
    }
}
