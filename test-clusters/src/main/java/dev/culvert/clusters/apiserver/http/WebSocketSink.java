package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.watch.WatchSink;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;

/** A watch as WebSocket text messages, one an event. */
final class WebSocketSink implements WatchSink {
    private final ServerWebSocket socket;

    WebSocketSink(ServerWebSocket socket) {
        this.socket = socket;
    }

    @Override
    public boolean full() {
        return socket.writeQueueFull();
    }

    @Override
    public void send(ObjectNode event) {
        socket.writeTextMessage(new String(Json.bytes(event), StandardCharsets.UTF_8));
    }

    @Override
    public void onDrain(Runnable handler) {
        socket.drainHandler(drained -> handler.run());
    }

    @Override
    public void onClose(Runnable handler) {
        socket.exceptionHandler(failure -> handler.run());
        socket.closeHandler(closed -> handler.run());
    }

    @Override
    public void end() {
        socket.close();
    }

    @Override
    public void cutOff() {
        socket.close((short) 1013);
    }
}
