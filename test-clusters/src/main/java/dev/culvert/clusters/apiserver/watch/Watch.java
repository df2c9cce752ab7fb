package dev.culvert.clusters.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import dev.culvert.clusters.apiserver.store.Change;
import dev.culvert.clusters.apiserver.store.Store;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One running watch: what is there or what was missed first, then every change as it happens. An object that comes to match
 * the selectors is shown as added, one that no longer does as deleted.
 */
public final class Watch {
    /** How many events wait for a slow reader before it is cut off. */
    private static final int MAX_WAITING = 10_000;

    private final Vertx vertx;
    private final Store store;
    private final WatchOptions options;
    private final WatchSink sink;
    private final Queue<ObjectNode> waiting = new ArrayDeque<>();
    private final List<Runnable> cleanUp = new ArrayList<>();
    private boolean ended;

    /** @param onEnd told once, however the watch ends */
    public Watch(Vertx vertx, Store store, WatchOptions options, WatchSink sink, Consumer<Watch> onEnd) {
        this.vertx = vertx;
        this.store = store;
        this.options = options;
        this.sink = sink;
        cleanUp.add(() -> onEnd.accept(this));
    }

    /** Begins; called on the event loop, on which all that follows happens too. */
    public void start() {
        sink.onClose(this::stop);
        sink.onDrain(this::drain);
        try {
            begin();
        } catch (ApiException e) {
            emit("ERROR", e.toStatus());
            finish();
            return;
        }
        if (ended) {
            return;
        }
        cleanUp.add(store.subscribe(this::changed));
        long timeout = vertx.setTimer(Math.max(1, options.timeout().toMillis()), id -> finish());
        cleanUp.add(() -> vertx.cancelTimer(timeout));
        if (!options.bookmarks().isZero()) {
            long bookmarks = vertx.setPeriodic(options.bookmarks().toMillis(), id -> bookmark(false));
            cleanUp.add(() -> vertx.cancelTimer(bookmarks));
        }
    }

    /** Ends the watch cleanly, as at its timeout or when the server stops. */
    public void finish() {
        if (!ended) {
            stop();
            sink.end();
        }
    }

    private void begin() {
        if (options.after().isPresent()) {
            store.since(options.type(), options.after().getAsLong()).forEach(this::changed);
        } else {
            store.select(options.type(), options.selection()).forEach(object -> emit("ADDED", shown(object)));
        }
        if (options.initialEvents()) {
            bookmark(true);
        }
    }

    private void changed(Change change) {
        if (!change.type().equals(options.type())) {
            return;
        }
        boolean before = change.before().filter(options.selection()::matches).isPresent();
        boolean after =
                change.kind() != Change.Kind.DELETED && options.selection().matches(change.object());
        if (before && after) {
            emit("MODIFIED", shown(change.object()));
        } else if (after) {
            emit("ADDED", shown(change.object()));
        } else if (before) {
            emit("DELETED", shown(change.object()));
        }
    }

    private ObjectNode shown(ObjectNode object) {
        return options.rendering().apply(object);
    }

    private void bookmark(boolean endOfInitialEvents) {
        ObjectNode object = Json.object();
        object.put("kind", options.type().kind());
        object.put("apiVersion", options.type().apiVersion());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(store.revision()));
        metadata.putNull("creationTimestamp");
        if (endOfInitialEvents) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        emit("BOOKMARK", object);
    }

    private void emit(String type, ObjectNode object) {
        if (ended) {
            return;
        }
        ObjectNode event = Json.object();
        event.put("type", type);
        event.set("object", object);
        if (waiting.isEmpty() && !sink.full()) {
            sink.send(event);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(event);
        } else {
            stop();
            sink.cutOff();
        }
    }

    private void drain() {
        while (!ended && !sink.full()) {
            ObjectNode event = waiting.poll();
            if (event == null) {
                return;
            }
            sink.send(event);
        }
    }

    private void stop() {
        ended = true;
        waiting.clear();
        List<Runnable> steps = List.copyOf(cleanUp);
        cleanUp.clear();
        steps.forEach(Runnable::run);
    }
}
