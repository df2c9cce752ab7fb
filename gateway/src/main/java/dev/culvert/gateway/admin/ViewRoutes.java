package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authz.AccessRules;
import dev.culvert.gateway.authz.Decision;
import dev.culvert.gateway.authz.RequestAttributes;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.Section;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.registry.LocalClusters;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What may somebody do, and who am I. */
final class ViewRoutes {
    private final CurrentDirectory directory;
    private final AccessRules rules;
    private final LocalClusters clusters;
    private final Predicate<Caller> administrators;

    ViewRoutes(
            CurrentDirectory directory, AccessRules rules, LocalClusters clusters, Predicate<Caller> administrators) {
        this.directory = directory;
        this.rules = rules;
        this.clusters = clusters;
        this.administrators = administrators;
    }

    Stream<Route> routes() {
        return Stream.of(
                self("GET", "selfsubject", "who the caller is", "", "SelfSubject", this::self),
                self(
                        "GET",
                        "selfsubject/clusters",
                        "the clusters that the caller may use",
                        "",
                        "SelfClusterList",
                        this::reachable),
                self(
                        "POST",
                        "selfaccessreviews",
                        "whether the caller may send a request to a cluster",
                        "AccessReview",
                        "AccessReview",
                        ask -> review(ask, false)),
                ObjectRoutes.route(
                        "POST",
                        "accessreviews",
                        "whether anybody may send a request to a cluster, and which rule says so",
                        "AccessReview",
                        "AccessReview",
                        List.of(),
                        ask -> review(ask, true)));
    }

    private static Route self(
            String method,
            String path,
            String summary,
            String takes,
            String gives,
            Function<Ask, Future<Reply>> handler) {
        return new Route(method, path, Route.Access.CALLERS, summary, takes, gives, List.of(), handler);
    }

    private Future<Reply> self(Ask ask) {
        Caller caller = ask.caller();
        ObjectNode object = ObjectJson.form("SelfSubject");
        ObjectNode status = object.putObject("status");
        status.put("user", caller.name());
        caller.maybeUid().ifPresent(uid -> status.put("uid", uid));
        ArrayNode groups = status.putArray("groups");
        caller.groups().forEach(groups::add);
        ObjectNode extra = status.putObject("extra");
        caller.extra().forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        status.put("administrator", administrators.test(caller));
        caller.maybeToken().ifPresent(token -> {
            ObjectNode about = status.putObject("token").put("name", token.name());
            ArrayNode limits = about.putArray("clusters");
            token.clusters().stream().sorted().forEach(limits::add);
            token.token().maybeExpires().ifPresent(expires -> about.put("expires", expires.toString()));
        });
        return Future.succeededFuture(Reply.ok(object));
    }

    private Future<Reply> reachable(Ask ask) {
        ObjectNode list = ObjectJson.form("SelfClusterList");
        ArrayNode items = list.putArray("items");
        rules.reachable(ask.caller()).forEach(cluster -> {
            ObjectNode object = ObjectJson.form("SelfCluster");
            ObjectNode metadata = object.putObject("metadata").put("name", cluster.name());
            cluster.labels().forEach(metadata.withObject("/labels")::put);
            object.putObject("status")
                    .put("connected", clusters.carriers(cluster.name()) > 0)
                    .put("path", "/clusters/" + cluster.name());
            items.add(object);
        });
        return Future.succeededFuture(Reply.ok(list));
    }

    /** What is asked about: by the request itself, as it would be sent. */
    private record Question(Caller caller, String cluster, String method, String path) {}

    private Future<Reply> review(Ask ask, boolean ofAnybody) {
        Question question = Section.read(ask.body(), "", body -> {
            body.maybeText("apiVersion");
            body.maybeText("kind");
            body.has("metadata");
            return body.section("spec", spec -> question(ask.caller(), spec, ofAnybody));
        });
        Decision decision = rules.decide(
                question.caller(),
                question.cluster(),
                RequestAttributes.of(question.method(), question.path(), false).info());
        ObjectNode object = ObjectJson.form("AccessReview");
        object.set("spec", ask.body().path("spec"));
        ObjectNode status = object.putObject("status")
                .put("allowed", decision.maybeGrant().isPresent())
                .put("reason", decision.reason());
        decision.maybeGrant()
                .ifPresent(grant -> status.put("mode", grant.mode().name().toLowerCase(Locale.ROOT)));
        if (ofAnybody) {
            decision.maybeRule().ifPresent(rule -> status.put("rule", rule));
        } else if (decision.maybeGrant().isPresent()) {
            status.put("reason", "a rule gives the cluster");
        }
        return Future.succeededFuture(Reply.ok(object));
    }

    private Question question(Caller asking, Section spec, boolean ofAnybody) {
        Caller caller = ofAnybody ? subject(spec) : asking;
        String path = spec.maybeText("path").orElse("/");
        ConfigException.require(path.startsWith("/"), "path", "must begin with '/'");
        return new Question(
                caller,
                spec.text("cluster"),
                spec.maybeText("method").orElse("GET").toUpperCase(Locale.ROOT),
                path);
    }

    /** With the groups that are said, or else with those that the user has here. */
    private Caller subject(Section spec) {
        String user = spec.text("user");
        ConfigException.require(!user.isEmpty(), "user", "is empty");
        List<String> said = spec.texts("groups");
        List<String> groups = spec.has("groups")
                ? said
                : directory.get().account(user).map(account -> account.groups()).orElse(List.of());
        return new Caller(user, null, groups, Map.of());
    }
}
