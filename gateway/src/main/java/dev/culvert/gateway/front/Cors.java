package dev.culvert.gateway.front;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/**
 * Lets scripts of chosen origins read answers (the CORS protocol of the Fetch standard), in the manner of kube-apiserver's
 * {@code --cors-allowed-origins}; but origins are compared whole, and credentials that a browser adds by itself are never
 * allowed: a script shows its token.
 */
final class Cors {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private static final String REQUEST_HEADERS =
            "Accept, Audit-Id, Authorization, Content-Type, If-Modified-Since, If-None-Match, "
                    + "Kubectl-Command, Kubectl-Session, Traceparent, X-Requested-With";

    private static final String RESPONSE_HEADERS =
            "Audit-Id, Date, ETag, Retry-After, Warning, X-Kubernetes-Pf-Flowschema-Uid, "
                    + "X-Kubernetes-Pf-Prioritylevel-Uid";

    private static final String SECONDS_TO_REMEMBER = "600";

    private final Set<String> origins;

    /**
     * @param origins such as {@code https://console.example.com}; none: off
     */
    Cors(Set<String> origins) {
        this.origins = origins;
    }

    /**
     * Sees to it that the answer says who may read it. True: the request was a browser's question beforehand, which comes without
     * a token, and is answered.
     */
    boolean handle(HttpServerRequest request) {
        if (origins.isEmpty()) {
            return false;
        }
        String origin = request.getHeader("Origin");
        boolean allowed = origin != null && origins.contains(origin);
        HttpServerResponse response = request.response();
        // At the last moment: an error in place of an answer begins with its headers cleared.
        response.headersEndHandler(head -> {
            response.headers().add("Vary", "Origin");
            if (allowed) {
                response.headers().set("Access-Control-Allow-Origin", origin);
                response.headers().set("Access-Control-Expose-Headers", RESPONSE_HEADERS);
            }
        });
        if (!allowed || !asksBeforehand(request)) {
            return false;
        }
        response.setStatusCode(204)
                .putHeader("Access-Control-Allow-Methods", METHODS)
                .putHeader("Access-Control-Allow-Headers", REQUEST_HEADERS)
                .putHeader("Access-Control-Max-Age", SECONDS_TO_REMEMBER)
                .putHeader("Cache-Control", "no-store")
                .end();
        return true;
    }

    private static boolean asksBeforehand(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains("Access-Control-Request-Method");
    }
}
