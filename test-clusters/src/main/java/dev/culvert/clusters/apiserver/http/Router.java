package dev.culvert.clusters.apiserver.http;

import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.identity.Authenticator;
import dev.culvert.clusters.apiserver.identity.Impersonation;
import dev.culvert.clusters.apiserver.identity.User;
import dev.culvert.clusters.apiserver.status.ApiException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a request: body, caller, path, route. Every failure ends here, as a Status. */
record Router(
        Catalog catalog,
        Authenticator authenticator,
        DiscoveryRoutes discovery,
        ObjectRoutes objects,
        SubresourceRoutes subresources,
        ReviewRoutes reviews,
        WatchRoute watches,
        RequestLog log) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Router.class);

    void handle(HttpServerRequest request) {
        log.add(request);
        request.response().putHeader("Audit-Id", UUID.randomUUID().toString());
        // A WebSocket has to be taken over before the request has been read to its end.
        Future<Buffer> body = "websocket".equalsIgnoreCase(request.getHeader("upgrade"))
                ? Future.succeededFuture(Buffer.buffer())
                : Bodies.read(request);
        body.compose(bytes -> {
                    route(request, bytes);
                    return Future.succeededFuture();
                })
                .onFailure(failure -> fail(request, failure));
    }

    private void route(HttpServerRequest request, Buffer body) {
        List<String> segments = segments(request.path());
        Optional<User> caller =
                authenticator.authenticate(request.headers().getAll("authorization"), certificate(request));
        if (caller.isEmpty() && !DiscoveryRoutes.isPublic(segments)) {
            throw ApiException.unauthorized();
        }
        User user = caller.map(known -> Impersonation.apply(known, request.headers()))
                .orElse(User.anonymous());
        Call call = new Call(request, user, body);
        if (DiscoveryRoutes.serves(segments)) {
            discovery.handle(call, segments);
        } else {
            resource(call, ResourcePath.parse(catalog, segments));
        }
    }

    private void resource(Call call, ResourcePath path) {
        boolean get = call.method().equals(HttpMethod.GET);
        if (!path.type().stored()) {
            reviews.handle(call, path);
        } else if (!path.subresource().isEmpty()) {
            subresources.handle(call, path);
        } else if (get && (path.watch() || call.flag("watch"))) {
            watches.watch(call, path);
        } else if (path.watch()) {
            throw ApiException.methodNotAllowed();
        } else if (path.collection()) {
            objects.collection(call, path);
        } else {
            objects.object(call, path);
        }
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        if (failure instanceof ApiException known) {
            Answers.failure(request.response(), known);
            return;
        }
        LOGGER.atError()
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .setCause(failure)
                .log("the stand-in failed on a request");
        Answers.failure(request.response(), ApiException.internal());
    }

    /** The decoded segments; empty ones at the end are dropped, others match nothing. */
    private static List<String> segments(@Nullable String path) {
        String bare = path == null ? "" : path.replaceFirst("^/", "").replaceFirst("/$", "");
        try {
            return bare.isEmpty()
                    ? List.of()
                    : Arrays.stream(bare.split("/", -1)).map(Router::decode).toList();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the path is not well encoded");
        }
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Optional<X500Principal> certificate(HttpServerRequest request) {
        SSLSession session = request.sslSession();
        try {
            return session == null
                    ? Optional.empty()
                    : Optional.of(((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
