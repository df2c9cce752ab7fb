package dev.culvert.clusters.apiserver.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The latest requests. Written on the event loop, read by tests from their own threads. */
final class RequestLog {
    private static final int KEPT = 2000;

    private final Deque<SeenRequest> seen = new ArrayDeque<>();

    synchronized void add(HttpServerRequest request) {
        List<Map.Entry<String, String>> headers = request.headers().entries().stream()
                .map(header -> Map.entry(header.getKey(), header.getValue()))
                .toList();
        seen.addLast(new SeenRequest(request.method().name(), request.uri(), headers));
        if (seen.size() > KEPT) {
            seen.removeFirst();
        }
    }

    synchronized List<SeenRequest> all() {
        return List.copyOf(seen);
    }
}
