package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.InstallLink;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.store.Transaction;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Issues install links. The address with the secret is in this answer, and nowhere else. */
final class LinkRoutes {
    private static final Kind KIND = Kind.INSTALL_LINK;
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration MAX_LIFE = Duration.ofHours(24);

    private final ObjectRoutes objects;
    private final ObjectJson json;
    private final LinkDefaults defaults;

    LinkRoutes(ObjectRoutes objects, ObjectJson json, LinkDefaults defaults) {
        this.objects = objects;
        this.json = json;
        this.defaults = defaults;
    }

    Stream<Route> routes() {
        return Stream.of(ObjectRoutes.route(
                "POST",
                KIND.plural(),
                "issues one: the address of the manifest is status.url, once",
                KIND.text(),
                KIND.text(),
                List.of("dryRun"),
                this::issue));
    }

    private Future<Reply> issue(Ask ask) {
        Draft draft = Draft.read(KIND, ask.body());
        objects.requireChangeable(KIND, draft.name());
        objects.requireChangeable(
                Kind.CLUSTER, draft.spec().path(KIND.ownerKey()).asText(""));
        return objects.change(ask, change -> issue(change, draft, ask.origin()))
                .map(issued -> reply(issued, ask.dryRun()));
    }

    private TokenIssue.Issued issue(Transaction change, Draft draft, String origin) {
        change.list(KIND).stream()
                .filter(link -> !change.now().isBefore(expires(link)))
                .forEach(change::delete);
        ObjectNode spec = complete(draft.spec(), change.now(), origin);
        TokenIssue.Issued issued = TokenIssue.issue(change, new Draft(KIND, draft.name(), draft.labels(), "", spec));
        ConfigException.require(
                expires(issued.item()).isAfter(change.now())
                        && !expires(issued.item()).isAfter(change.now().plus(MAX_LIFE)),
                "spec.expires",
                "must be within the next " + MAX_LIFE.toHours() + " hours");
        return issued;
    }

    private static Instant expires(Item link) {
        return OffsetDateTime.parse(link.spec().path("expires").asText()).toInstant();
    }

    /** What is applied is settled now: later changes of the configuration do not reach it. */
    private ObjectNode complete(ObjectNode spec, Instant now, String origin) {
        if (!spec.has("expires")) {
            spec.put("expires", now.plus(LIFE).truncatedTo(ChronoUnit.SECONDS).toString());
        }
        if (!spec.has("uses")) {
            spec.put("uses", 1);
        }
        if (!spec.has("image")) {
            spec.put("image", defaults.image());
        }
        if (!spec.has("gateway")) {
            List<String> gateways = defaults.gateways();
            if (gateways.size() > 1) {
                gateways.forEach(spec.putArray("gateway")::add);
            } else {
                spec.put("gateway", gateways.isEmpty() ? origin : gateways.get(0));
            }
        }
        return spec;
    }

    /** Without the address where nothing was issued: it would never count. */
    private Reply reply(TokenIssue.Issued issued, boolean dryRun) {
        ObjectNode object = json.object(issued.item());
        if (!dryRun) {
            InstallLink link = InstallLink.of(issued.item());
            String secret = URLEncoder.encode(issued.secret().value(), StandardCharsets.US_ASCII);
            String gateway = link.template().gateways().urls().get(0);
            object.withObject("/status").put("url", gateway + "/install/" + link.cluster() + ".yaml?token=" + secret);
        }
        return Reply.created(object);
    }
}
