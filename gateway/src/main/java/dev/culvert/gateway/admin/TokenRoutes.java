package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.config.Section;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Issues and rotates tokens. Their secrets are in these answers, and nowhere else. */
final class TokenRoutes {
    private static final Duration OVERLAP = Duration.ofHours(24);
    private static final Duration MAX_OVERLAP = Duration.ofDays(365);

    private final ObjectRoutes objects;
    private final ObjectJson json;

    TokenRoutes(ObjectRoutes objects, ObjectJson json) {
        this.objects = objects;
        this.json = json;
    }

    Stream<Route> routes(Kind kind) {
        String all = kind.plural();
        String text = kind.text();
        return Stream.of(
                ObjectRoutes.route(
                        "POST",
                        all,
                        "issues one: its secret is status.token, once",
                        text,
                        text,
                        List.of(),
                        ask -> issue(kind, ask)),
                ObjectRoutes.route(
                        "POST",
                        all + "/{name}/rotate",
                        "issues a successor; the old one counts for spec.overlap (24h unless said) still",
                        "TokenRotation",
                        text,
                        List.of(),
                        ask -> rotate(kind, ask)));
    }

    private Future<Reply> issue(Kind kind, Ask ask) {
        Draft draft = Draft.read(kind, ask.body());
        objects.requireChangeable(kind, draft.name());
        kind.owner()
                .ifPresent(owner -> objects.requireChangeable(
                        owner, draft.spec().path(kind.ownerKey()).asText("")));
        return objects.change(ask, change -> TokenIssue.issue(change, draft))
                .map(issued -> reply(issued, ask.dryRun()));
    }

    private Future<Reply> rotate(Kind kind, Ask ask) {
        Duration overlap = Section.read(ask.body(), "", TokenRoutes::overlap);
        objects.requireChangeable(kind, ask.name());
        return objects.change(ask, change -> TokenIssue.rotate(change, change.require(kind, ask.name(), ""), overlap))
                .map(issued -> reply(issued, ask.dryRun()));
    }

    private static Duration overlap(Section body) {
        body.maybeText("apiVersion");
        body.maybeText("kind");
        return body.section("spec", spec -> spec.duration("overlap", OVERLAP, MAX_OVERLAP));
    }

    /** Without the secret where nothing was issued: it would never count. */
    private Reply reply(TokenIssue.Issued issued, boolean dryRun) {
        ObjectNode object = json.object(issued.item());
        if (!dryRun) {
            object.withObject("/status").put("token", issued.secret().value());
        }
        return Reply.created(object);
    }
}
