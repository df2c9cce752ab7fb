package dev.culvert.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Talks to the administration, and to clusters, as one caller. */
final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final String origin;
    private final String token;

    record Answer(int status, JsonNode body) {
        String reason() {
            return body.path("reason").asText();
        }
    }

    AdminClient(Path ca, int port, String token) {
        this(client(ca), "https://localhost:" + port, token);
    }

    private AdminClient(HttpClient http, String origin, String token) {
        this.http = http;
        this.origin = origin;
        this.token = token;
    }

    /** The same for another caller. */
    AdminClient as(String other) {
        return new AdminClient(http, origin, other);
    }

    /** The same at another gateway. */
    AdminClient at(int port) {
        return new AdminClient(http, "https://localhost:" + port, token);
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    /** With single quotes for double ones. */
    Answer send(String method, String path, String body) {
        return send(method, path, body, method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
    }

    Answer send(String method, String path, String body, String type) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
        HttpRequest.Builder request = request(path).method(method, publisher);
        if (body != null) {
            request.header("Content-Type", type);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The answer as it comes. Over HTTP/1.1: with HTTP/2 the JDK's client breaks off what runs when it is told to go elsewhere. */
    InputStream open(String path) {
        try {
            return http.send(
                            request(path)
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .GET()
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        String whole = path.startsWith("/") ? path : "/apis/culvert.dev/v1/" + path;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + whole)).timeout(Duration.ofSeconds(30));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.getNodeFactory().textNode(body);
        }
    }

    private static HttpClient client(Path ca) {
        try (InputStream pem = Files.newInputStream(ca)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(tls).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
