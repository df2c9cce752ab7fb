package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.RuleList;
import dev.culvert.gateway.store.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts one set of access rules into the place of another: all of it, or none. */
final class RuleRoutes {
    private final ObjectRoutes objects;
    private final Consumer<Draft> checks;

    RuleRoutes(ObjectRoutes objects, Consumer<Draft> checks) {
        this.objects = objects;
        this.checks = checks;
    }

    Stream<Route> routes() {
        return Stream.of(ObjectRoutes.route(
                "PUT",
                Kind.ACCESS_RULE.plural(),
                "replaces all rules of the store at once, and says what that changes",
                "AccessRuleList",
                "AccessRuleChanges",
                List.of("dryRun"),
                this::replaceAll));
    }

    private Future<Reply> replaceAll(Ask ask) {
        List<Draft> drafts = RuleList.read(ask.body());
        drafts.forEach(draft -> {
            objects.requireChangeable(Kind.ACCESS_RULE, draft.name());
            checks.accept(draft);
        });
        return objects.change(ask, change -> replaceAll(change, drafts)).map(Reply::ok);
    }

    private static ObjectNode replaceAll(Transaction change, List<Draft> drafts) {
        ObjectNode changes = ObjectJson.form("AccessRuleChanges");
        ObjectNode status = changes.putObject("status");
        ArrayNode added = status.putArray("added");
        ArrayNode changed = status.putArray("changed");
        ArrayNode removed = status.putArray("removed");
        Set<String> gone =
                change.list(Kind.ACCESS_RULE).stream().map(Item::name).collect(Collectors.toCollection(TreeSet::new));
        for (Draft draft : drafts) {
            gone.remove(draft.name());
            change.find(Kind.ACCESS_RULE, draft.name())
                    .ifPresentOrElse(
                            old -> {
                                change.require(Kind.ACCESS_RULE, draft.name(), draft.version());
                                Item now = change.update(old, draft.labels(), draft.spec());
                                if (now.metadata().version() != old.metadata().version()) {
                                    difference(changed.addObject(), draft.name(), old, now);
                                }
                            },
                            () -> difference(
                                    added.addObject(),
                                    draft.name(),
                                    null,
                                    change.create(Kind.ACCESS_RULE, draft.name(), draft.labels(), draft.spec(), null)));
        }
        for (String name : gone) {
            Item old = change.require(Kind.ACCESS_RULE, name, "");
            difference(removed.addObject(), name, old, null);
            change.delete(old);
        }
        return changes;
    }

    private static void difference(ObjectNode node, String name, @Nullable Item before, @Nullable Item after) {
        node.put("name", name);
        if (before != null) {
            node.set("before", before.spec());
        }
        if (after != null) {
            node.set("after", after.spec());
        }
    }
}
