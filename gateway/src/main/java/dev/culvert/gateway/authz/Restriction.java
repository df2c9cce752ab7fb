package dev.culvert.gateway.authz;

import dev.culvert.gateway.requestinfo.RequestInfo;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule withholds of a cluster that it gives. Decided by what the API server makes of the request, the same for plain
 * requests, watches and upgrades: a remote command is a GET over WebSocket and a POST over SPDY.
 *
 * @param readOnly nothing may be changed
 * @param namespaces outside which nothing can be reached but what every user of a cluster may read, such as discovery; empty:
 *     all, and what is in none
 * @param forbidden subresources ({@code exec}), or those of one resource only ({@code nodes/proxy})
 */
record Restriction(boolean readOnly, Set<String> namespaces, Set<String> forbidden) {
    private static final Set<String> READING = Set.of("get", "list", "watch", "head");

    /** Reached by GET, and no reading. */
    private static final Set<String> COMMANDING = Set.of("exec", "attach", "portforward", "proxy");

    /** What a kubelet does for whoever reaches it through its node's proxy. */
    private static final Set<String> DONE_BY_KUBELETS = Set.of("exec", "attach", "portforward", "log");

    /** Questions about oneself, which are asked by creating an object that nobody keeps. */
    private static final Set<String> QUESTIONS = Set.of(
            "authorization.k8s.io/selfsubjectaccessreviews",
            "authorization.k8s.io/selfsubjectrulesreviews",
            "authentication.k8s.io/selfsubjectreviews");

    /** As Kubernetes' own roles system:discovery and system:public-info-viewer have it. */
    private static final Set<String> PUBLIC_PATHS =
            Set.of("/", "/api", "/apis", "/healthz", "/livez", "/openapi", "/readyz", "/version", "/version/");

    Restriction {
        namespaces = Set.copyOf(namespaces);
        forbidden = Set.copyOf(forbidden);
    }

    /** Why the request is not allowed; empty where it is. */
    Optional<String> objection(RequestInfo request) {
        if (readOnly && !reads(request)) {
            return Optional.of("it is read-only");
        }
        if (!namespaces.isEmpty() && !isWithin(request)) {
            return Optional.of("it is limited to namespaces");
        }
        return forbiddenIn(request).map(what -> "it is without " + what);
    }

    private static boolean reads(RequestInfo request) {
        return isQuestion(request) || (READING.contains(request.verb()) && !COMMANDING.contains(request.subresource()));
    }

    private static boolean isQuestion(RequestInfo request) {
        return request.verb().equals("create")
                && request.subresource().isEmpty()
                && QUESTIONS.contains(request.apiGroup() + "/" + request.resource());
    }

    private boolean isWithin(RequestInfo request) {
        if (!request.isResource()) {
            return READING.contains(request.verb()) && isPublic(request.path());
        }
        if (isQuestion(request)) {
            return true;
        }
        // The namespace itself: to be looked at, and neither changed nor deleted.
        boolean itself =
                request.resource().equals("namespaces") && request.apiGroup().isEmpty();
        return namespaces.contains(request.namespace()) && (!itself || READING.contains(request.verb()));
    }

    private static boolean isPublic(String path) {
        return PUBLIC_PATHS.contains(path)
                || path.startsWith("/api/")
                || path.startsWith("/apis/")
                || path.startsWith("/openapi/")
                || path.startsWith("/healthz/")
                || path.startsWith("/livez/")
                || path.startsWith("/readyz/");
    }

    private Optional<String> forbiddenIn(RequestInfo request) {
        if (!request.isResource()) {
            return Optional.empty();
        }
        // In the oldest form of a proxied request, which the API server still knows, the verb says it.
        String subresource = request.verb().equals("proxy") ? "proxy" : request.subresource();
        String both = request.resource() + "/" + subresource;
        if (forbidden.contains(subresource) || forbidden.contains(both)) {
            return Optional.of(forbidden.contains(both) ? both : subresource);
        }
        return both.equals("nodes/proxy")
                ? DONE_BY_KUBELETS.stream().filter(forbidden::contains).sorted().findFirst()
                : Optional.empty();
    }
}
