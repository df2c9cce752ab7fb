package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.Source;
import dev.culvert.gateway.labels.LabelSelector;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.gateway.store.StoreService;
import dev.culvert.gateway.store.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be done with objects of every kind: list, get, create, replace, patch, delete. */
final class ObjectRoutes {
    private static final List<String> DRY_RUN = List.of("dryRun");

    private final CurrentDirectory directory;
    private final @Nullable StoreService store;
    private final ObjectJson json;
    private final Consumer<Draft> checks;

    /**
     * @param store null: nothing can be changed
     * @param checks throw a {@link dev.culvert.gateway.config.ConfigException} at what this gateway's configuration does not allow
     */
    ObjectRoutes(CurrentDirectory directory, @Nullable StoreService store, ObjectJson json, Consumer<Draft> checks) {
        this.directory = directory;
        this.store = store;
        this.json = json;
        this.checks = checks;
    }

    Stream<Route> routes(Kind kind) {
        String all = kind.plural();
        String one = all + "/{name}";
        String text = kind.text();
        Stream<Route> always = Stream.of(
                route("GET", all, "list " + all, "", text + "List", List.of("labelSelector"), ask -> list(kind, ask)),
                route("GET", one, "one of " + all, "", text, List.of(), ask -> get(kind, ask)),
                route("DELETE", one, "removes one", "", text, DRY_RUN, ask -> delete(kind, ask)));
        Stream<Route> changing = Stream.of(
                route("PUT", one, "replaces one", text, text, DRY_RUN, ask -> replace(kind, ask)),
                route("PATCH", one, "changes one by a merge patch", "Patch", text, DRY_RUN, ask -> patch(kind, ask)));
        Stream<Route> making =
                Stream.of(route("POST", all, "makes one", text, text, DRY_RUN, ask -> create(kind, ask)));
        return switch (kind) {
            // Lives too short to be changed.
            case INSTALL_LINK -> always;
            case AGENT_TOKEN, CALLER_TOKEN -> Stream.concat(always, changing);
            case CLUSTER, CALLER, ACCESS_RULE -> Stream.concat(always, Stream.concat(changing, making));
        };
    }

    static Route route(
            String method,
            String path,
            String summary,
            String takes,
            String gives,
            List<String> parameters,
            Function<Ask, Future<Reply>> handler) {
        return new Route(method, path, Route.Access.ADMINISTRATORS, summary, takes, gives, parameters, handler);
    }

    private Future<Reply> list(Kind kind, Ask ask) {
        LabelSelector selector;
        try {
            selector = LabelSelector.parse(ask.parameter("labelSelector"));
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest("labelSelector: " + e.getMessage());
        }
        List<Item> items = directory.get().items(kind).stream()
                .filter(item -> selector.matches(item.metadata().labels()))
                .toList();
        return Future.succeededFuture(Reply.ok(json.list(kind, items)));
    }

    private Future<Reply> get(Kind kind, Ask ask) {
        Item item = directory
                .get()
                .item(kind, ask.name())
                .orElseThrow(() -> new StatusException(
                        StatusReason.NOT_FOUND, kind.plural() + " \"" + ask.name() + "\" not found"));
        return Future.succeededFuture(Reply.ok(json.object(item)));
    }

    private Future<Reply> create(Kind kind, Ask ask) {
        Draft draft = Draft.read(kind, ask.body());
        requireChangeable(kind, draft.name());
        checks.accept(draft);
        return change(ask, change -> change.create(kind, draft.name(), draft.labels(), draft.spec(), null))
                .map(item -> Reply.created(json.object(item)));
    }

    private Future<Reply> replace(Kind kind, Ask ask) {
        Draft draft = Draft.read(kind, ask.body());
        if (!draft.name().isEmpty() && !draft.name().equals(ask.name())) {
            throw StatusException.badRequest("metadata.name is not the name in the path");
        }
        return update(kind, ask, found -> draft);
    }

    private Future<Reply> patch(Kind kind, Ask ask) {
        JsonNode patch = ask.body();
        return update(kind, ask, found -> {
            ObjectNode object = ObjectJson.form(kind.text());
            ObjectNode metadata = object.putObject("metadata");
            metadata.put("name", found.name());
            found.metadata().labels().forEach(metadata.putObject("labels")::put);
            object.set("spec", found.spec());
            return Draft.read(kind, MergePatch.apply(object, patch));
        });
    }

    private Future<Reply> update(Kind kind, Ask ask, Function<Item, Draft> drafts) {
        requireChangeable(kind, ask.name());
        return change(ask, change -> {
                    Item found = change.require(kind, ask.name(), "");
                    Draft draft = drafts.apply(found);
                    change.require(kind, ask.name(), draft.version());
                    checks.accept(new Draft(kind, found.name(), draft.labels(), "", draft.spec()));
                    return change.update(found, draft.labels(), draft.spec());
                })
                .map(item -> Reply.ok(json.object(item)));
    }

    private Future<Reply> delete(Kind kind, Ask ask) {
        requireChangeable(kind, ask.name());
        return change(ask, change -> {
                    Item found = change.require(kind, ask.name(), "");
                    change.delete(found);
                    return found;
                })
                .map(item -> Reply.ok(json.object(item)));
    }

    <T> Future<T> change(Ask ask, Function<Transaction, T> change) {
        if (store == null) {
            throw new StatusException(
                    StatusReason.METHOD_NOT_ALLOWED,
                    "this gateway has no store; its configuration says all that it knows");
        }
        return store.change(change, ask.dryRun());
    }

    /** Throws 403 where a file has the name: who changes it changes the file. */
    void requireChangeable(Kind kind, String name) {
        directory
                .get()
                .item(kind, name)
                .map(item -> item.metadata().source())
                .filter(source -> source != Source.STORE)
                .ifPresent(source -> {
                    String where = source == Source.CONFIGURATION ? "configuration" : "file of access rules";
                    throw StatusException.forbidden(kind.plural() + " \"" + name + "\" is in the gateway's " + where
                            + ", and can be changed there only");
                });
    }
}
