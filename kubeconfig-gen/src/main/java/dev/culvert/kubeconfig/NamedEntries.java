package dev.culvert.kubeconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One of a kubeconfig's three lists: {@code clusters}, {@code users} or {@code contexts}.
 *
 * @param list the list's key
 * @param body the key of an entry's body, such as {@code cluster}
 */
record NamedEntries(Mapping root, String list, String body) {
    static NamedEntries clusters(Mapping root) {
        return new NamedEntries(root, "clusters", "cluster");
    }

    static NamedEntries users(Mapping root) {
        return new NamedEntries(root, "users", "user");
    }

    static NamedEntries contexts(Mapping root) {
        return new NamedEntries(root, "contexts", "context");
    }

    /** The body of the entry with that name. */
    Optional<Mapping> find(String name) {
        List<Mapping> found = entries().stream()
                .filter(entry -> entry.text("name").equals(name))
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("\"" + list + "\" has two entries named " + Names.quote(name));
        }
        return found.stream().findFirst().map(entry -> entry.mapping(body));
    }

    List<Mapping> bodies() {
        return entries().stream().map(entry -> entry.mapping(body)).toList();
    }

    /** The document with that body in the entry's old place, or in a new entry at the end. */
    Mapping put(String name, Mapping content) {
        List<Node> nodes = new ArrayList<>(root.sequence(list));
        boolean replaced = false;
        for (int i = 0; i < nodes.size(); i++) {
            Mapping entry = entry(nodes.get(i));
            if (entry.text("name").equals(name)) {
                nodes.set(i, entry.with(body, content).node());
                replaced = true;
            }
        }
        if (!replaced) {
            nodes.add(Mapping.empty(root.json())
                    .with(body, content)
                    .with("name", name)
                    .node());
        }
        return root.with(list, nodes);
    }

    /** The document without the entries for which the condition holds. */
    Mapping without(BiPredicate<String, Mapping> condition) {
        List<Node> left = new ArrayList<>();
        for (Node node : root.sequence(list)) {
            Mapping entry = entry(node);
            if (!condition.test(entry.text("name"), entry.mapping(body))) {
                left.add(node);
            }
        }
        return left.size() == root.sequence(list).size() ? root : root.with(list, left);
    }

    private List<Mapping> entries() {
        return root.sequence(list).stream().map(this::entry).toList();
    }

    private Mapping entry(Node node) {
        return Mapping.of(node, root.json(), "an entry of \"" + list + "\"");
    }
}
