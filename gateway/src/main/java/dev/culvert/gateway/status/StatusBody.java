package dev.culvert.gateway.status;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The JSON of a {@code metav1.Status}. Fields come in the order in which kube-apiserver writes them. */
final class StatusBody {
    private StatusBody() {}

    /**
     * @param requestId empty: none is known
     * @param retryAfter whether the caller may be told to try again
     */
    static Buffer of(StatusException status, String requestId, boolean retryAfter) {
        JsonObject details = new JsonObject();
        if (retryAfter) {
            status.retryAfterSeconds().ifPresent(seconds -> details.put("retryAfterSeconds", seconds));
        }
        JsonObject body = new JsonObject()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("metadata", new JsonObject())
                .put("status", "Failure")
                .put("message", message(status, requestId))
                .put("reason", status.reason().text());
        if (!details.isEmpty()) {
            body.put("details", details);
        }
        return body.put("code", status.code()).toBuffer();
    }

    private static String message(StatusException status, String requestId) {
        String text = status.layer().text() + ": " + escaped(status.text());
        return requestId.isEmpty() ? text : text + " (request " + escaped(requestId) + ")";
    }

    /** As kube-apiserver's own error writer does: messages repeat parts of requests, and end up on web pages. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
