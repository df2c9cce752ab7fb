package dev.culvert.kubeconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML mapping with text keys. Immutable: a change gives a new mapping, since an alias elsewhere in the document may share
 * the node.
 *
 * @param json whether the document is written as JSON, and has to stay that
 */
record Mapping(MappingNode node, boolean json) {
    // A letter or a slash first: so nothing that YAML 1.1 reads as a number or a date.
    private static final String PLAIN = "[A-Za-z/][A-Za-z0-9._/@+=-]*(:[A-Za-z0-9._/@+=-]+)*";
    private static final Set<String> WORDS = Set.of("y", "yes", "n", "no", "on", "off", "true", "false", "null");

    Mapping {
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                throw new IllegalArgumentException(
                        "it uses a YAML merge key (<<) in an entry that would have to change");
            }
        }
    }

    static Mapping empty(boolean json) {
        return new Mapping(new MappingNode(Tag.MAP, List.of(), json ? FlowStyle.FLOW : FlowStyle.BLOCK), json);
    }

    /** The mapping; an empty one for null. */
    static Mapping of(Node node, boolean json, String where) {
        if (node.getTag().equals(Tag.NULL)) {
            return empty(json);
        }
        if (node.getTag().equals(Tag.COMMENT)) {
            return empty(json).withComments(node);
        }
        if (node instanceof MappingNode mapping) {
            return new Mapping(mapping, json);
        }
        throw new IllegalArgumentException(where + " is not a mapping");
    }

    Optional<Node> get(String key) {
        List<Node> found = node.getValue().stream()
                .filter(named(key))
                .map(NodeTuple::getValueNode)
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("the key \"" + key + "\" is there twice in one mapping");
        }
        return found.stream().findFirst();
    }

    /** The text under the key; empty where there is none, or null. */
    String text(String key) {
        return get(key).filter(value -> !value.getTag().equals(Tag.NULL))
                .map(value -> value instanceof ScalarNode scalar ? scalar.getValue() : "")
                .orElse("");
    }

    Mapping mapping(String key) {
        return get(key).map(value -> of(value, json, "\"" + key + "\"")).orElseGet(() -> empty(json));
    }

    List<Node> sequence(String key) {
        Optional<Node> value = get(key).filter(found -> !found.getTag().equals(Tag.NULL));
        if (value.isPresent() && !(value.get() instanceof SequenceNode)) {
            throw new IllegalArgumentException("\"" + key + "\" is not a list");
        }
        return value.map(found -> ((SequenceNode) found).getValue()).orElseGet(List::of);
    }

    /** With that value in the key's old place, or at the end. */
    Mapping with(String key, Node value) {
        List<NodeTuple> tuples = new ArrayList<>();
        boolean replaced = false;
        for (NodeTuple tuple : node.getValue()) {
            boolean it = named(key).test(tuple);
            tuples.add(it ? new NodeTuple(tuple.getKeyNode(), value) : tuple);
            replaced |= it;
        }
        if (!replaced) {
            tuples.add(new NodeTuple(scalar(key), value));
        }
        return copy(tuples);
    }

    Mapping with(String key, String value) {
        return text(key).equals(value) && get(key).isPresent() ? this : with(key, scalar(value));
    }

    Mapping with(String key, Mapping value) {
        return with(key, value.node);
    }

    Mapping with(String key, List<Node> values) {
        FlowStyle style = json ? FlowStyle.FLOW : FlowStyle.BLOCK;
        SequenceNode list = new SequenceNode(Tag.SEQ, values, style);
        get(key).ifPresent(before -> comments(before, list));
        return with(key, list);
    }

    Mapping without(Iterable<String> keys) {
        List<NodeTuple> tuples = new ArrayList<>(node.getValue());
        keys.forEach(key -> tuples.removeIf(named(key)));
        return copy(tuples);
    }

    Node scalar(String value) {
        ScalarStyle style = json || !plain(value) ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN;
        return new ScalarNode(Tag.STR, value, null, null, style);
    }

    private Mapping copy(List<NodeTuple> tuples) {
        // "{}" cannot be written any other way; with something in it, it looks like the rest.
        boolean wasEmpty = node.getValue().isEmpty() && !json;
        MappingNode copy = new MappingNode(node.getTag(), tuples, wasEmpty ? FlowStyle.BLOCK : node.getFlowStyle());
        comments(node, copy);
        return new Mapping(copy, json);
    }

    private Mapping withComments(Node from) {
        comments(from, node);
        return this;
    }

    private static void comments(Node from, Node to) {
        to.setBlockComments(from.getBlockComments());
        to.setInLineComments(from.getInLineComments());
        to.setEndComments(from.getEndComments());
    }

    private static boolean plain(String value) {
        return value.matches(PLAIN) && !WORDS.contains(value.toLowerCase(Locale.ROOT));
    }

    private static Predicate<NodeTuple> named(String key) {
        return tuple ->
                tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key);
    }
}
