package dev.culvert.gateway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.Metadata;
import dev.culvert.gateway.directory.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The queries. Each works on the connection that it is given; what a failure of the database throws is JDBI's. */
final class ObjectTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
    private static final String COLUMNS = "kind, name, uid, version, created, labels, spec, sha256, last_used";

    private ObjectTable() {}

    /** Moves the counter, and holds it until the transaction ends. */
    static long nextRevision(Handle handle) {
        handle.createUpdate("update culvert_revision set revision = revision + 1")
                .execute();
        return revision(handle);
    }

    static long revision(Handle handle) {
        return handle.createQuery("select revision from culvert_revision")
                .mapTo(Long.class)
                .one();
    }

    static List<Item> all(Handle handle) {
        return handle
                .createQuery("select " + COLUMNS + " from culvert_object order by kind, name")
                .map(ObjectTable::item)
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    static Optional<Item> find(Handle handle, Kind kind, String name) {
        return handle.createQuery("select " + COLUMNS + " from culvert_object where kind = :kind and name = :name")
                .bind("kind", kind.text())
                .bind("name", name)
                .map(ObjectTable::item)
                .findOne()
                .flatMap(found -> found);
    }

    static List<Item> list(Handle handle, Kind kind) {
        return handle
                .createQuery("select " + COLUMNS + " from culvert_object where kind = :kind order by name")
                .bind("kind", kind.text())
                .map(ObjectTable::item)
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    static void insert(Handle handle, Item item) {
        handle.createUpdate("""
                        insert into culvert_object
                            (kind, name, uid, version, created, labels, spec, owner_kind, owner_name, sha256)
                        values (:kind, :name, :uid, :version, :created, :labels, :spec, :ownerKind, :ownerName, :sha256)
                        """)
                .bind("kind", item.kind().text())
                .bind("name", item.name())
                .bind("uid", item.metadata().uid())
                .bind("version", item.metadata().version())
                .bind(
                        "created",
                        item.metadata()
                                .maybeCreated()
                                .map(Instant::toEpochMilli)
                                .orElse(0L))
                .bind("labels", write(item.metadata().labels()))
                .bind("spec", write(item.spec()))
                .bind("ownerKind", item.kind().owner().map(Kind::text).orElse(null))
                .bind("ownerName", item.ownerName().orElse(null))
                .bind("sha256", item.sha256())
                .execute();
    }

    static void update(Handle handle, Item item) {
        handle.createUpdate("""
                        update culvert_object set version = :version, labels = :labels, spec = :spec
                        where kind = :kind and name = :name
                        """)
                .bind("kind", item.kind().text())
                .bind("name", item.name())
                .bind("version", item.metadata().version())
                .bind("labels", write(item.metadata().labels()))
                .bind("spec", write(item.spec()))
                .execute();
    }

    /** And what belongs to it. */
    static void delete(Handle handle, Kind kind, String name) {
        handle.createUpdate("delete from culvert_object where kind = :kind and name = :name")
                .bind("kind", kind.text())
                .bind("name", name)
                .execute();
    }

    static void used(Handle handle, Kind kind, String name, Instant at) {
        handle.createUpdate("""
                        update culvert_object set last_used = :at
                        where kind = :kind and name = :name and (last_used is null or last_used < :at)
                        """)
                .bind("kind", kind.text())
                .bind("name", name)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Empty for a kind that only a newer gateway knows. */
    private static Optional<Item> item(ResultSet row, StatementContext context) throws SQLException {
        Optional<Kind> kind = Kind.ofText(row.getString("kind"));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        long used = row.getLong("last_used");
        @Nullable Instant lastUsed = row.wasNull() ? null : Instant.ofEpochMilli(used);
        try {
            Metadata metadata = new Metadata(
                    row.getString("name"),
                    JSON.readValue(row.getString("labels"), LABELS),
                    row.getString("uid"),
                    row.getLong("version"),
                    Instant.ofEpochMilli(row.getLong("created")),
                    Source.STORE);
            ObjectNode spec = JSON.readValue(row.getString("spec"), ObjectNode.class);
            return Optional.of(new Item(kind.get(), metadata, spec, row.getString("sha256"), lastUsed));
        } catch (JsonProcessingException e) {
            throw new SQLException("the row of " + kind.get() + " " + row.getString("name") + " holds no JSON", e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("labels and specs can be written", e);
        }
    }
}
