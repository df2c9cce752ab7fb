package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.CallerAuthenticator;
import dev.culvert.gateway.authz.AccessRules;
import dev.culvert.gateway.config.AdminConfig;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.front.OwnPaths;
import dev.culvert.gateway.registry.LocalClusters;
import dev.culvert.gateway.relay.CallerCredential;
import dev.culvert.gateway.relay.Refusal;
import dev.culvert.gateway.relay.RequestId;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.gateway.store.StoreService;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the administration's requests. Called on the event loop of the caller's connection.
 */
public final class AdminApi implements OwnPaths {
    /** Below which everything is but the document that describes it. */
    public static final String ROOT = "/apis/culvert.dev/v1/";

    private static final String DOCUMENT = "/openapi/culvert.json";
    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final CallerAuthenticator authenticator;
    private final CurrentDirectory directory;
    private final Set<String> groups;
    private final List<Route> routes = new ArrayList<>();
    private final JsonNode document;

    /**
     * @param store null where nothing can be changed
     * @param checks throw a {@link ConfigException} at drafts that this gateway's configuration does not allow
     * @param version of the gateway
     */
    public AdminApi(
            CallerAuthenticator authenticator,
            AccessRules rules,
            CurrentDirectory directory,
            TokenUses uses,
            LocalClusters clusters,
            @Nullable StoreService store,
            AdminConfig config,
            LinkDefaults links,
            Consumer<Draft> checks,
            String version) {
        this.authenticator = authenticator;
        this.directory = directory;
        this.groups = Set.copyOf(config.groups());
        ObjectJson json = new ObjectJson(clusters, uses);
        ObjectRoutes objects = new ObjectRoutes(directory, store, json, checks);
        TokenRoutes tokens = new TokenRoutes(objects, json);
        new ViewRoutes(directory, rules, clusters, this::isAdministrator)
                .routes()
                .forEach(routes::add);
        for (Kind kind : Kind.values()) {
            objects.routes(kind).forEach(routes::add);
        }
        Stream.of(Kind.AGENT_TOKEN, Kind.CALLER_TOKEN).flatMap(tokens::routes).forEach(routes::add);
        new LinkRoutes(objects, json, links).routes().forEach(routes::add);
        new RuleRoutes(objects, checks).routes().forEach(routes::add);
        document = OpenApi.document(routes, version);
    }

    @Override
    public boolean serves(String target) {
        return target.startsWith(ROOT) || target.equals(DOCUMENT);
    }

    @Override
    public Future<Void> handle(HttpServerRequest request, String target) {
        String requestId = RequestId.random();
        if (target.equals(DOCUMENT)) {
            return write(request, Reply.ok(document));
        }
        request.pause();
        return Future.succeededFuture()
                .compose(begun -> authenticator.authenticate(CallerCredential.of(request)))
                .compose(caller -> answer(request, target, caller, requestId))
                .compose(reply -> write(request, reply))
                .recover(failure -> Refusal.answer(request, toStatus(failure, requestId), requestId));
    }

    private Future<Reply> answer(HttpServerRequest request, String target, Caller caller, String requestId) {
        int question = target.indexOf('?');
        String path = target.substring(ROOT.length(), question < 0 ? target.length() : question);
        List<String> segments = segments(path);
        String method = request.method().name();
        Optional<Route> route = routes.stream()
                .filter(one ->
                        one.method().equals(method) && one.match(segments).isPresent())
                .findFirst();
        boolean mayAsk = isAdministrator(caller)
                || route.filter(one -> one.access() == Route.Access.CALLERS).isPresent();
        // Before it shows what there is.
        if (!mayAsk) {
            throw StatusException.forbidden("user \"" + caller.name() + "\" does not administer this gateway");
        }
        Route found = route.orElseThrow(() -> absent(segments));
        Map<String, String> variables = found.match(segments).orElse(Map.of());
        if (CHANGING.contains(method)) {
            LOG.atInfo()
                    .addKeyValue("user", caller.name())
                    .addKeyValue("method", method)
                    .addKeyValue("path", path)
                    .addKeyValue("requestId", requestId)
                    .log("administration");
        }
        Future<JsonNode> body =
                found.hasBody() ? Body.read(request) : Future.succeededFuture(MissingNode.getInstance());
        return body.compose(
                read -> found.handler().apply(new Ask(caller, origin(request), variables, request.params(), read)));
    }

    private static String origin(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority == null) {
            return "";
        }
        String host = authority.host().indexOf(':') < 0 || authority.host().startsWith("[")
                ? authority.host()
                : "[" + authority.host() + "]";
        return "https://" + host + (authority.port() < 0 ? "" : ":" + authority.port());
    }

    private StatusException absent(List<String> segments) {
        boolean otherMethod =
                routes.stream().anyMatch(route -> route.match(segments).isPresent());
        return otherMethod
                ? new StatusException(StatusReason.METHOD_NOT_ALLOWED, "the method is not served on this path")
                : new StatusException(StatusReason.NOT_FOUND, "there is no such resource");
    }

    /** Not who is disabled; and a token that is limited to some clusters does not reach the gateway itself. */
    private boolean isAdministrator(Caller caller) {
        boolean limited =
                caller.maybeToken().filter(token -> !token.clusters().isEmpty()).isPresent();
        return !limited
                && !directory.get().isDisabled(caller.name())
                && caller.groups().stream().anyMatch(groups::contains);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            try {
                // A plus is a plus in a path.
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw StatusException.badRequest("the path has a malformed escape");
            }
        }
        return segments;
    }

    private static Future<Void> write(HttpServerRequest request, Reply reply) {
        if (!request.isEnded()) {
            request.handler(unasked -> {});
            request.resume();
        }
        return request.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .end(reply.body().toString() + "\n");
    }

    private static StatusException toStatus(Throwable failure, String requestId) {
        if (failure instanceof StatusException status) {
            return status;
        }
        if (failure instanceof ConfigException illegal) {
            return new StatusException(StatusReason.INVALID, String.valueOf(illegal.getMessage()));
        }
        LOG.atError().setCause(failure).addKeyValue("requestId", requestId).log("request failed in the gateway");
        return StatusException.internalError("the request failed in the gateway");
    }
}
