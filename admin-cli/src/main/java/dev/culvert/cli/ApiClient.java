package dev.culvert.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks the gateway. Blocks; what fails is a {@link CliException} that says what to do. */
final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(40);

    private final Settings settings;
    private final HttpClient http;

    ApiClient(Settings settings) {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        settings.maybeCaFile().ifPresent(file -> builder.sslContext(trusting(file)));
        this.http = builder.build();
    }

    /** A path that leads to the named object. */
    static String path(String resource, String name) {
        return resource + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send("GET", path, null);
    }

    JsonNode delete(String path) {
        return send("DELETE", path, null);
    }

    /** The gateway's answer. */
    JsonNode send(String method, String path, @Nullable JsonNode body) {
        URI uri = URI.create(settings.server() + "/apis/culvert.dev/v1/" + path);
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + settings.token())
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, content)
                .build();
        return read(exchange(request));
    }

    /** What is at a path of the gateway's that needs no token; its query is in no message. */
    String page(String pathAndQuery) {
        HttpResponse<String> response = exchange(HttpRequest.newBuilder(URI.create(settings.server() + pathAndQuery))
                .timeout(ANSWER)
                .build());
        return response.statusCode() == 200 ? response.body() : read(response).toString();
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CliException(explain(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted");
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CliException(settings.server() + " answers " + response.statusCode()
                    + " without JSON: is it a Culvert gateway?");
        }
        if (response.statusCode() >= 300) {
            throw CliException.ofStatus(
                    response.statusCode(), body.path("message").asText("the gateway answers " + response.statusCode()));
        }
        return body;
    }

    private String explain(IOException e) {
        if (e instanceof ConnectException) {
            return "cannot connect to " + settings.server();
        }
        if (e instanceof HttpTimeoutException) {
            return settings.server() + " does not answer";
        }
        // The innermost says it in words.
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String problem =
                Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
        return e instanceof SSLException
                ? "cannot trust " + settings.server() + ": " + problem + " (is --ca-file the gateway's CA?)"
                : "cannot ask " + settings.server() + ": " + problem;
    }

    private static SSLContext trusting(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count == 0) {
                throw new CliException(file + " holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw CliException.of("cannot use the CA file", e);
        }
    }
}
