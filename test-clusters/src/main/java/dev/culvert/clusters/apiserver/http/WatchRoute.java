package dev.culvert.clusters.apiserver.http;

import dev.culvert.clusters.apiserver.status.ApiException;
import dev.culvert.clusters.apiserver.store.Selection;
import dev.culvert.clusters.apiserver.store.Selectors;
import dev.culvert.clusters.apiserver.store.Store;
import dev.culvert.clusters.apiserver.watch.Watch;
import dev.culvert.clusters.apiserver.watch.WatchOptions;
import dev.culvert.clusters.apiserver.watch.WatchSink;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Begins watches, over plain responses and over WebSockets, and ends those that are left when the server stops. */
final class WatchRoute {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

    private final Vertx vertx;
    private final Store store;
    private final Duration bookmarkInterval;
    private final Set<Watch> running = new HashSet<>();

    WatchRoute(Vertx vertx, Store store, Duration bookmarkInterval) {
        this.vertx = vertx;
        this.store = store;
        this.bookmarkInterval = bookmarkInterval;
    }

    void watch(Call call, ResourcePath path) {
        WatchOptions options = options(call, path);
        if (call.wantsWebSocket()) {
            call.request()
                    .toWebSocket()
                    .onSuccess(socket -> begin(options, new WebSocketSink(socket)))
                    .onFailure(failure -> Answers.failure(call.response(), ApiException.internal()));
        } else {
            begin(options, new HttpSink(call.response()));
        }
    }

    /** Ends all watches cleanly. */
    void stop() {
        List.copyOf(running).forEach(Watch::finish);
        running.clear();
    }

    private void begin(WatchOptions options, WatchSink sink) {
        Watch watch = new Watch(vertx, store, options, sink, running::remove);
        running.add(watch);
        watch.start();
    }

    private WatchOptions options(Call call, ResourcePath path) {
        String fields = call.query("fieldSelector");
        if (!path.name().isEmpty()) {
            fields = "metadata.name=" + path.name() + (fields.isEmpty() ? "" : "," + fields);
        }
        Rendering rendering = Rendering.of(call);
        boolean initial = call.flag("sendInitialEvents");
        int seconds = call.number("timeoutSeconds");
        return new WatchOptions(
                path.type(),
                new Selection(path.namespace(), Selectors.parse(call.query("labelSelector"), fields)),
                initial ? OptionalLong.empty() : after(call.query("resourceVersion")),
                call.flag("allowWatchBookmarks") ? bookmarkInterval : Duration.ZERO,
                initial,
                seconds > 0 ? Duration.ofSeconds(seconds) : DEFAULT_TIMEOUT,
                object -> rendering.object(path.type(), object));
    }

    /** No version and version 0 both mean: begin with what is there. */
    private static OptionalLong after(String version) {
        if (version.isEmpty() || version.equals("0")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(version));
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("Invalid value: \"%s\": resourceVersion".formatted(version));
        }
    }
}
