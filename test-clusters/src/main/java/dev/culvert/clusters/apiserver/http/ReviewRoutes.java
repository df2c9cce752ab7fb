package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.identity.Authenticator;
import dev.culvert.clusters.apiserver.identity.User;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;

/** Reviews: everybody may do everything, and is who they are. */
final class ReviewRoutes {
    private final Authenticator authenticator;

    ReviewRoutes(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void handle(Call call, ResourcePath path) {
        if (!path.collection()) {
            throw ApiException.noSuchPath();
        }
        if (!call.method().equals(HttpMethod.POST)) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode review = call.object();
        review.put("kind", path.type().kind());
        review.put("apiVersion", path.type().apiVersion());
        ObjectNode status = review.putObject("status");
        switch (path.type().kind()) {
            case "SelfSubjectReview" -> status.set("userInfo", call.user().toUserInfo());
            case "TokenReview" -> token(review, status);
            case "SelfSubjectRulesReview" -> rules(status);
            default -> status.put("allowed", true).put("reason", "Culvert's embedded stand-in allows everything");
        }
        Answers.json(call.response(), 201, review);
    }

    private void token(ObjectNode review, ObjectNode status) {
        Optional<User> user = authenticator.userOf(Json.text(review, "spec", "token"));
        status.put("authenticated", user.isPresent());
        user.ifPresent(known -> status.set("user", known.toUserInfo()));
    }

    private static void rules(ObjectNode status) {
        List<String> all = List.of("*");
        ObjectNode resources = status.putArray("resourceRules").addObject();
        resources.set("verbs", Json.strings(all));
        resources.set("apiGroups", Json.strings(all));
        resources.set("resources", Json.strings(all));
        ObjectNode others = status.putArray("nonResourceRules").addObject();
        others.set("verbs", Json.strings(all));
        others.set("nonResourceURLs", Json.strings(all));
        status.put("incomplete", false);
    }
}
