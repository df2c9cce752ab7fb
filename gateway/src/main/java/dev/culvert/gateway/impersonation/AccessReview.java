package dev.culvert.gateway.impersonation;

import dev.culvert.gateway.authn.Caller;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A SubjectAccessReview of authorization.k8s.io/v1: may this user impersonate that. */
final class AccessReview {
    /** Where one is created. */
    static final String PATH = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    private static final int MAX_REASON = 512;

    /**
     * What the cluster decided.
     *
     * @param reason may be empty
     */
    record Verdict(boolean allowed, String reason) {}

    private AccessReview() {}

    /** The body of the question. */
    static Buffer question(Caller caller, Right right) {
        JsonObject attributes = new JsonObject()
                .put("verb", "impersonate")
                .put("group", right.group())
                .put("version", right.version())
                .put("resource", right.resource())
                .put("name", right.name());
        if (!right.subresource().isEmpty()) {
            attributes.put("subresource", right.subresource());
        }
        if (!right.namespace().isEmpty()) {
            attributes.put("namespace", right.namespace());
        }
        JsonObject extra = new JsonObject();
        caller.extra().forEach((key, values) -> extra.put(key.toLowerCase(Locale.ROOT), new JsonArray(values)));
        JsonObject spec = new JsonObject()
                .put("resourceAttributes", attributes)
                .put("user", caller.name())
                .put("groups", new JsonArray(ClusterUser.groups(caller)));
        caller.maybeUid().ifPresent(uid -> spec.put("uid", uid));
        if (!extra.isEmpty()) {
            spec.put("extra", extra);
        }
        return new JsonObject()
                .put("kind", "SubjectAccessReview")
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("spec", spec)
                .toBuffer();
    }

    /** The answer; empty where the body is none. Only a plain yes is one. */
    static Optional<Verdict> answer(Buffer body) {
        try {
            JsonObject review = new JsonObject(body);
            JsonObject status = review.getJsonObject("status");
            if (!"SubjectAccessReview".equals(review.getString("kind")) || status == null) {
                return Optional.empty();
            }
            boolean allowed = Boolean.TRUE.equals(status.getBoolean("allowed"))
                    && !Boolean.TRUE.equals(status.getBoolean("denied"));
            String reason = Objects.requireNonNullElse(status.getString("reason"), "");
            return Optional.of(new Verdict(
                    allowed, reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…"));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
