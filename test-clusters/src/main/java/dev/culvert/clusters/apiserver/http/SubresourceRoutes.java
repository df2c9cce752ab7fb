package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.identity.Authenticator;
import dev.culvert.clusters.apiserver.identity.Impersonation;
import dev.culvert.clusters.apiserver.identity.User;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.objects.Lifecycle;
import dev.culvert.clusters.apiserver.objects.Removal;
import dev.culvert.clusters.apiserver.objects.Scale;
import dev.culvert.clusters.apiserver.patch.PatchType;
import dev.culvert.clusters.apiserver.status.ApiException;
import dev.culvert.clusters.apiserver.store.Store;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/** What lies below an object. Whatever would need a running container is refused, in words that say why. */
final class SubresourceRoutes {
    private static final long DEFAULT_TOKEN_SECONDS = 3600;

    private final Store store;
    private final Lifecycle lifecycle;
    private final Removal removal;
    private final Authenticator authenticator;
    private final ObjectRoutes objects;
    private final LogRoute logs;

    SubresourceRoutes(
            Store store,
            Lifecycle lifecycle,
            Removal removal,
            Authenticator authenticator,
            ObjectRoutes objects,
            LogRoute logs) {
        this.store = store;
        this.lifecycle = lifecycle;
        this.removal = removal;
        this.authenticator = authenticator;
        this.objects = objects;
        this.logs = logs;
    }

    void handle(Call call, ResourcePath path) {
        switch (path.subresource()) {
            case "status", "finalize" -> objects.object(call, path);
            case "scale" -> scale(call, path);
            case "log" -> logs.log(call, path);
            case "eviction" -> evict(call, path);
            case "token" -> token(call, path);
            default -> {
                store.get(path.type(), path.key());
                throw ApiException.standIn(path.subresource());
            }
        }
    }

    private void scale(Call call, ResourcePath path) {
        ObjectNode workload = store.get(path.type(), path.key());
        ObjectNode wanted =
                switch (call.method().name()) {
                    case "GET" -> Scale.of(workload);
                    case "PUT" -> call.object();
                    case "PATCH" -> {
                        PatchType type = PatchType.of(call.header("content-type"));
                        yield type.apply(Scale.of(workload), call.patch(type == PatchType.APPLY));
                    }
                    default -> throw ApiException.methodNotAllowed();
                };
        if (!call.method().equals(HttpMethod.GET)) {
            ObjectNode scaled = Scale.applied(workload, wanted);
            lifecycle.update(path.type(), path.key(), scaled, "", call.dryRun());
        }
        Answers.json(call.response(), 200, Scale.of(store.get(path.type(), path.key())));
    }

    private void evict(Call call, ResourcePath path) {
        requirePost(call);
        JsonNode options = call.object().path("deleteOptions");
        ObjectNode last = removal.delete(path.type(), path.key(), options, call.dryRun());
        Answers.json(call.response(), 201, Answers.success(path.type(), last));
    }

    /** Issues a token that this server accepts from now on; it does not expire before the server does. */
    private void token(Call call, ResourcePath path) {
        requirePost(call);
        store.get(path.type(), path.key());
        ObjectNode request = call.object();
        String name = "system:serviceaccount:%s:%s".formatted(path.namespace(), path.name());
        String token = "stand-in." + UUID.randomUUID();
        authenticator.issue(token, new User(name, "", Impersonation.serviceAccountGroups(name), Map.of()));
        long seconds = request.path("spec").path("expirationSeconds").asLong(DEFAULT_TOKEN_SECONDS);
        request.put("kind", "TokenRequest");
        request.put("apiVersion", "authentication.k8s.io/v1");
        ObjectNode status = request.putObject("status");
        status.put("token", token);
        status.put(
                "expirationTimestamp",
                Instant.now()
                        .plusSeconds(seconds)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        Json.child(request, "metadata").put("name", path.name()).put("namespace", path.namespace());
        Answers.json(call.response(), 201, request);
    }

    private static void requirePost(Call call) {
        if (!call.method().equals(HttpMethod.POST)) {
            throw ApiException.methodNotAllowed();
        }
    }
}
