package dev.culvert.gateway.authn.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import dev.culvert.tunnel.transport.WholeBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks one issuer for its keys: discovery, and the document that it names. Redirects are not followed. Any thread. */
final class IssuerClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** For both documents together. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    /** Of each document. */
    private static final int MAX_BYTES = 1 << 20;

    private final String issuer;
    private final URI discovery;
    private final HttpClient client;
    private final Duration deadline;

    /**
     * @param trust of the issuer; null: the system's CAs
     * @param deadline for both documents together
     */
    IssuerClient(Vertx vertx, String issuer, URI discovery, @Nullable TrustOptions trust, Duration deadline) {
        this.deadline = deadline;
        this.issuer = issuer;
        this.discovery = discovery;
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setVerifyHost(true)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setKeepAliveTimeout(5)
                .setDecompressionSupported(false);
        if (trust != null) {
            options.setTrustOptions(trust);
        }
        this.client = vertx.createHttpClient(options);
    }

    /** Completes with the keys; fails with a message for the log. */
    Future<JWKSet> keys() {
        return get(discovery)
                .compose(this::keysUrl)
                .compose(this::get)
                .compose(IssuerClient::parse)
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<URI> keysUrl(Buffer document) {
        try {
            JsonObject described = new JsonObject(document);
            // OpenID Connect Discovery 1.0, 4.3: or one issuer could speak for another.
            if (!issuer.equals(described.getString("issuer"))) {
                return failed("its discovery document is another issuer's");
            }
            URI url = new URI(String.valueOf(described.getString("jwks_uri")));
            return "https".equals(url.getScheme()) && url.getHost() != null
                    ? Future.succeededFuture(url)
                    : failed("its jwks_uri is no https URL");
        } catch (DecodeException | ClassCastException | URISyntaxException e) {
            return failed("its discovery document is malformed");
        }
    }

    private static Future<JWKSet> parse(Buffer document) {
        try {
            JWKSet all = JWKSet.parse(document.toString()).toPublicJWKSet();
            return all.isEmpty() ? failed("it publishes no key") : Future.succeededFuture(all);
        } catch (ParseException e) {
            return failed("its keys are malformed");
        }
    }

    private Future<Buffer> get(URI url) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url.toString())
                .setFollowRedirects(false)
                .setConnectTimeout(CONNECT.toMillis())
                .setIdleTimeout(DEADLINE.toMillis())
                .putHeader("Accept", "application/json");
        return client.request(request)
                .compose(ready -> ready.send().compose(IssuerClient::body).onFailure(broken -> ready.reset()));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.exceptionHandler(cutOff -> {});
            response.request().reset();
            return failed("it answers " + response.statusCode());
        }
        return WholeBody.read(response, MAX_BYTES)
                .recover(failure -> failure instanceof WholeBody.TooLongException
                        ? failed("its answer is too long")
                        : Future.failedFuture(failure));
    }

    private static <T> Future<T> failed(String message) {
        return Future.failedFuture(message);
    }
}
