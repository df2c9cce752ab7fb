package dev.culvert.clusters.apiserver.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** The objects by kind and key. One revision counter numbers all changes, as etcd's does. */
public final class Store {
    private final int remembered;
    private final Map<ResourceType, NavigableMap<ObjectKey, ObjectNode>> objects = new HashMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final Set<Consumer<Change>> listeners = new CopyOnWriteArraySet<>();
    private long revision = 1;
    private long forgotten = 0;

    /** @param remembered how many changes are kept for watches that resume */
    public Store(int remembered) {
        this.remembered = remembered;
    }

    public long revision() {
        return revision;
    }

    public Optional<ObjectNode> find(ResourceType type, ObjectKey key) {
        return Optional.ofNullable(all(type).get(key));
    }

    /** The object, or the 404 that names it. */
    public ObjectNode get(ResourceType type, ObjectKey key) {
        return find(type, key).orElseThrow(() -> ApiException.notFound(type.group(), type.plural(), key.name()));
    }

    /** Adds an object that is not there yet; it becomes the store's own and gets its resource version. */
    public ObjectNode add(ResourceType type, ObjectKey key, ObjectNode object) {
        if (all(type).containsKey(key)) {
            throw ApiException.alreadyExists(type.group(), type.plural(), key.name());
        }
        stamp(object);
        all(type).put(key, object);
        publish(new Change(type, key, Change.Kind.ADDED, object, Optional.empty(), revision));
        return object;
    }

    /** Replaces an object that is there. Nothing happens, and no event is sent, when nothing differs. */
    public ObjectNode replace(ResourceType type, ObjectKey key, ObjectNode object) {
        ObjectNode before = get(type, key);
        Json.child(object, "metadata")
                .set("resourceVersion", before.path("metadata").path("resourceVersion"));
        if (object.equals(before)) {
            return before;
        }
        stamp(object);
        all(type).put(key, object);
        publish(new Change(type, key, Change.Kind.MODIFIED, object, Optional.of(before), revision));
        return object;
    }

    /** Removes an object and returns its last state. */
    public ObjectNode remove(ResourceType type, ObjectKey key) {
        ObjectNode before = get(type, key);
        ObjectNode last = before.deepCopy();
        stamp(last);
        all(type).remove(key);
        publish(new Change(type, key, Change.Kind.DELETED, last, Optional.of(before), revision));
        return last;
    }

    /** The objects that match, in the order of their keys. */
    public List<ObjectNode> select(ResourceType type, Selection selection) {
        return all(type).values().stream().filter(selection::matches).toList();
    }

    /**
     * One page of the objects that match.
     *
     * @param limit at most so many; 0 for all
     * @param continuation of the page before; empty for the first
     */
    public Page page(ResourceType type, Selection selection, int limit, String continuation) {
        Continuation from = continuation.isEmpty() ? Continuation.start(revision) : Continuation.decode(continuation);
        NavigableMap<ObjectKey, ObjectNode> rest =
                from.after().map(key -> all(type).tailMap(key, false)).orElse(all(type));
        List<Map.Entry<ObjectKey, ObjectNode>> found = rest.entrySet().stream()
                .filter(entry -> selection.matches(entry.getValue()))
                .toList();
        List<ObjectNode> values = found.stream().map(Map.Entry::getValue).toList();
        if (limit <= 0 || found.size() <= limit) {
            return new Page(values, from.revision(), "", 0);
        }
        ObjectKey last = found.get(limit - 1).getKey();
        String next = new Continuation(from.revision(), Optional.of(last)).encode();
        return new Page(values.subList(0, limit), from.revision(), next, found.size() - limit);
    }

    /** The changes of a kind after a revision, oldest first; 410 when they are no longer remembered. */
    public List<Change> since(ResourceType type, long after) {
        if (after < forgotten) {
            throw ApiException.expired("too old resource version: %d (%d)".formatted(after, forgotten + 1));
        }
        return history.stream()
                .filter(change -> change.revision() > after && change.type().equals(type))
                .toList();
    }

    /** Calls the listener on each change, in order, until the returned registration is run. */
    public Runnable subscribe(Consumer<Change> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private NavigableMap<ObjectKey, ObjectNode> all(ResourceType type) {
        NavigableMap<ObjectKey, ObjectNode> found = objects.get(type);
        if (found == null) {
            found = new TreeMap<>();
            objects.put(type, found);
        }
        return found;
    }

    private void stamp(ObjectNode object) {
        revision++;
        Json.child(object, "metadata").put("resourceVersion", Long.toString(revision));
    }

    private void publish(Change change) {
        history.addLast(change);
        if (history.size() > remembered) {
            forgotten = history.removeFirst().revision();
        }
        Collections.unmodifiableSet(listeners).forEach(listener -> listener.accept(change));
    }
}
