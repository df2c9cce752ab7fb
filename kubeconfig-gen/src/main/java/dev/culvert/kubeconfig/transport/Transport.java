package dev.culvert.kubeconfig.transport;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Requests over verified TLS, without following redirects, each answered within {@value #DEADLINE_SECONDS}
 * seconds to its last byte, and with at most 1 MiB. A proxy is the JVM's ({@code -Dhttps.proxyHost}).
 */
public final class Transport implements HTTPRequestSender {
    private static final int DEADLINE_SECONDS = 30;
    private static final int LARGEST = 1024 * 1024;
    private static final KeyManager[] NO_KEYS = {};

    private final HttpClient client;

    private Transport(HttpClient.Builder builder) {
        client = builder.connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Trusts what the JVM trusts. */
    public static Transport trustingTheSystem() {
        return trustingTheSystem(NO_KEYS);
    }

    /**
     * The same.
     *
     * @param keys what is shown to who asks for a client certificate
     */
    public static Transport trustingTheSystem(KeyManager[] keys) {
        return new Transport(HttpClient.newBuilder().sslContext(context(keys, null)));
    }

    /** Trusts these PEM certificates alone. */
    public static Transport trusting(String pem) {
        return trusting(pem, NO_KEYS);
    }

    /**
     * The same.
     *
     * @param keys what is shown to who asks for a client certificate
     */
    public static Transport trusting(String pem, KeyManager[] keys) {
        return new Transport(HttpClient.newBuilder().sslContext(context(keys, trust(pem))));
    }

    /** The text there. Anything but status 200 is a failure. */
    public String get(URI url, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).GET();
        headers.forEach(request::header);
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.getURI());
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = request.getBody() == null ? "" : request.getBody();
        builder.method(
                request.getMethod().name(),
                request.getMethod() == HTTPRequest.Method.GET
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<byte[]> response = send(builder);
        HTTPResponse result = new HTTPResponse(response.statusCode());
        String type = response.headers().firstValue("Content-Type").orElse("");
        try {
            if (!type.isEmpty()) {
                result.setContentType(type);
            }
        } catch (ParseException e) {
            throw new IOException("an unreadable content type", e);
        }
        result.setBody(new String(response.body(), StandardCharsets.UTF_8));
        return result;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), head -> new LimitedBody(LARGEST));
        try {
            return answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + DEADLINE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String message = cause.getMessage();
            throw new IOException(message == null ? cause.getClass().getSimpleName() : message, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static TrustManager[] trust(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            return managers.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the CA cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * @param trust null: the JVM's
     */
    private static SSLContext context(KeyManager[] keys, TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }
}
