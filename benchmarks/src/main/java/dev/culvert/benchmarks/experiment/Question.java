package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.clusters.certificates.TlsContexts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** One caller, who asks once in a while. */
final class Question {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final Endpoint endpoint;
    private final HttpClient client;

    Question(Endpoint endpoint) throws IOException {
        this.endpoint = endpoint;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsContexts.of(Files.readString(endpoint.authority()), Optional.empty()))
                .build();
    }

    /** @throws IllegalStateException when the answer is not 200 */
    void ask(String path) {
        int status = status(path);
        if (status != OK) {
            throw new IllegalStateException(endpoint + path + " was answered with " + status);
        }
    }

    /**
     * Asks, and says how long the answer took; nanoseconds.
     *
     * @throws IllegalStateException when it has another status
     */
    long time(String path, int expected) {
        long start = System.nanoTime();
        int status = status(path);
        long time = System.nanoTime() - start;
        if (status != expected) {
            throw new IllegalStateException(endpoint + path + " was answered with " + status);
        }
        return time;
    }

    /** Whether the answer is 200. */
    boolean answered(String path) {
        return status(path) == OK;
    }

    private int status(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri(path)).timeout(DEADLINE);
        endpoint.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(endpoint + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
