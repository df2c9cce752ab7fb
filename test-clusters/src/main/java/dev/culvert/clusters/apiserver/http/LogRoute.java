package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import dev.culvert.clusters.apiserver.store.Store;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/** The logs of containers that do not run: a few lines at once and, when followed, one more each second. */
final class LogRoute {
    private static final int LINES = 3;
    private static final long PERIOD_MILLIS = 1000;

    private final Vertx vertx;
    private final Store store;

    LogRoute(Vertx vertx, Store store) {
        this.vertx = vertx;
        this.store = store;
    }

    void log(Call call, ResourcePath path) {
        if (!call.method().equals(HttpMethod.GET)) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode pod = store.get(path.type(), path.key());
        String container = container(call, pod);
        String head = head(call, path, container);
        if (call.flag("follow")) {
            follow(call.response(), path, container, head);
        } else {
            Answers.text(call.response(), head);
        }
    }

    private static String head(Call call, ResourcePath path, String container) {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= LINES; i++) {
            lines.add(line(path, container, i));
        }
        boolean tail = !call.query("tailLines").isEmpty();
        int shown = tail ? Math.min(LINES, Math.max(0, call.number("tailLines"))) : LINES;
        return String.join("", lines.subList(LINES - shown, LINES));
    }

    private void follow(HttpServerResponse response, ResourcePath path, String container, String head) {
        response.setStatusCode(200).setChunked(true).putHeader("Content-Type", "text/plain; charset=utf-8");
        response.writeHead();
        if (!head.isEmpty()) {
            response.write(head);
        }
        int[] next = {LINES};
        long timer = vertx.setPeriodic(PERIOD_MILLIS, id -> {
            if (store.find(path.type(), path.key()).isEmpty()) {
                vertx.cancelTimer(id);
                response.end();
            } else if (!response.writeQueueFull()) {
                next[0]++;
                response.write(line(path, container, next[0]));
            }
        });
        response.exceptionHandler(failure -> vertx.cancelTimer(timer));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private static String line(ResourcePath path, String container, int number) {
        return "line %d of %s/%s %s (Culvert's embedded stand-in; no container runs)\n"
                .formatted(number, path.namespace(), path.name(), container);
    }

    private static String container(Call call, ObjectNode pod) {
        JsonNode containers = pod.path("spec").path("containers");
        String wanted = call.query("container");
        if (wanted.isEmpty()) {
            return Json.text(containers.path(0), "name");
        }
        for (JsonNode container : containers) {
            if (Json.text(container, "name").equals(wanted)) {
                return wanted;
            }
        }
        throw ApiException.badRequest(
                "container %s is not valid for pod %s".formatted(wanted, Json.text(pod, "metadata", "name")));
    }
}
