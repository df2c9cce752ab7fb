package dev.culvert.gateway.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.Metadata;
import dev.culvert.gateway.directory.Source;
import dev.culvert.gateway.directory.Specs;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A change under way. Nobody else changes anything until it ends, and all of it happens or nothing. On the store's threads, and
 * by nobody once the change is over.
 */
public final class Transaction {
    private final Handle handle;
    private final long revision;
    private final Instant now;

    Transaction(Handle handle, long revision, Instant now) {
        this.handle = handle;
        this.revision = revision;
        this.now = now;
    }

    /** When it began. */
    public Instant now() {
        return now;
    }

    public Optional<Item> find(Kind kind, String name) {
        return ObjectTable.find(handle, kind, name);
    }

    /** By name. */
    public List<Item> list(Kind kind) {
        return ObjectTable.list(handle, kind);
    }

    /**
     * Makes an object.
     *
     * @param sha256 of a token's secret; null for other kinds
     * @throws StatusException 409 where there is one of that name, 422 where what it would belong to is not there
     * @throws dev.culvert.gateway.config.ConfigException where the object is not legal
     */
    public Item create(Kind kind, String name, Map<String, String> labels, ObjectNode spec, @Nullable String sha256) {
        Metadata metadata = new Metadata(name, labels, UUID.randomUUID().toString(), revision, now, Source.STORE);
        Item item = new Item(kind, metadata, spec, sha256, null);
        Specs.requireLegal(item);
        if (find(kind, name).isPresent()) {
            throw new StatusException(StatusReason.ALREADY_EXISTS, kind.plural() + " \"" + name + "\" already exists");
        }
        item.kind().owner().ifPresent(owner -> requireOwner(owner, item));
        ObjectTable.insert(handle, item);
        return item;
    }

    private void requireOwner(Kind owner, Item item) {
        String name = item.ownerName().orElse("");
        if (find(owner, name).isEmpty()) {
            throw new StatusException(
                    StatusReason.INVALID,
                    "spec." + item.kind().ownerKey() + ": there is no " + owner.text() + " \"" + name
                            + "\" in the store");
        }
    }

    /**
     * Gives an object other labels and another spec, and a new version where that changes anything.
     *
     * @throws StatusException 422 where it would belong to another
     */
    public Item update(Item found, Map<String, String> labels, ObjectNode spec) {
        if (found.spec().equals(spec) && found.metadata().labels().equals(labels)) {
            return found;
        }
        Metadata old = found.metadata();
        Metadata metadata = new Metadata(old.name(), labels, old.uid(), revision, old.created(), Source.STORE);
        Item item = new Item(found.kind(), metadata, spec, found.sha256(), found.lastUsed());
        Specs.requireLegal(item);
        if (!item.ownerName().equals(found.ownerName())) {
            throw new StatusException(
                    StatusReason.INVALID, "spec." + item.kind().ownerKey() + ": cannot be changed");
        }
        ObjectTable.update(handle, item);
        return item;
    }

    /** Removes an object, and what belongs to it. */
    public void delete(Item found) {
        ObjectTable.delete(handle, found.kind(), found.name());
    }

    /**
     * The object that is there.
     *
     * @param version that it must have; empty: any
     * @throws StatusException 404 where there is none, 409 where it has another version
     */
    public Item require(Kind kind, String name, String version) {
        Item item = find(kind, name)
                .orElseThrow(() ->
                        new StatusException(StatusReason.NOT_FOUND, kind.plural() + " \"" + name + "\" not found"));
        if (!version.isEmpty() && !version.equals(Long.toString(item.metadata().version()))) {
            throw new StatusException(
                    StatusReason.CONFLICT,
                    kind.plural() + " \"" + name
                            + "\" was changed by somebody else; read it again, and apply your changes to that");
        }
        return item;
    }
}
