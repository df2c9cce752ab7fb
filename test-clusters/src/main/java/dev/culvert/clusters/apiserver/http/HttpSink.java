package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.watch.WatchSink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** A watch as a stream of JSON lines in one response. */
final class HttpSink implements WatchSink {
    private final HttpServerResponse response;

    HttpSink(HttpServerResponse response) {
        this.response = response;
        response.setStatusCode(200)
                .setChunked(true)
                .putHeader("Content-Type", Answers.JSON)
                .putHeader("Cache-Control", "no-cache, private");
        // Clients wait for the head before they say that the watch has begun.
        response.writeHead();
    }

    @Override
    public boolean full() {
        return response.writeQueueFull();
    }

    @Override
    public void send(ObjectNode event) {
        response.write(Buffer.buffer(Json.bytes(event)).appendByte((byte) '\n'));
    }

    @Override
    public void onDrain(Runnable handler) {
        response.drainHandler(drained -> handler.run());
    }

    @Override
    public void onClose(Runnable handler) {
        response.exceptionHandler(failure -> handler.run());
        response.closeHandler(closed -> handler.run());
    }

    @Override
    public void end() {
        response.end();
    }

    @Override
    public void cutOff() {
        response.reset();
    }
}
