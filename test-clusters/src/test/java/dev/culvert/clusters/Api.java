package dev.culvert.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.clusters.apiserver.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A plain HTTPS client of a cluster, for tests. */
final class Api {
    private final ClusterAccess access;
    private final HttpClient client;

    Api(ClusterAccess access, HttpClient.Version version) {
        this.access = access;
        client = HttpClient.newBuilder()
                .sslContext(access.tls())
                .version(version)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    record Answer(int status, JsonNode body, HttpResponse<byte[]> raw) {
        String text(String... path) {
            return Json.text(body, path);
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    Answer patch(String path, String mediaType, String body) {
        return send("PATCH", path, body, "Content-Type", mediaType);
    }

    Answer send(String method, String path, String body, String... headers) {
        try {
            HttpResponse<byte[]> response =
                    client.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("content-type").orElse("");
            JsonNode parsed = type.startsWith("application/json") ? Json.parse(response.body()) : Json.object();
            return new Answer(response.statusCode(), parsed, response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** The body as it comes, for watches and logs that are followed. */
    InputStream stream(String path) {
        try {
            HttpResponse<InputStream> response =
                    client.send(request("GET", path, ""), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError("status " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(access.server() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        access.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder.build();
    }

    static String configMap(String name, String... labels) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < labels.length; i += 2) {
            all.append(i == 0 ? "" : ",").append("\"%s\":\"%s\"".formatted(labels[i], labels[i + 1]));
        }
        return """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","labels":{%s}},"data":{"a":"1"}}""".formatted(name, all);
    }
}
