package dev.culvert.kubeconfig;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.serializer.AnchorGenerator;

/**
 * YAML as a tree of nodes: the text of each scalar, the order of keys and the comments survive reading and writing, which
 * they would not as Java objects ({@code 0123} or {@code 1e3} would come back as another number).
 */
final class YamlText {
    private static final int LARGEST = 16 * 1024 * 1024;

    private YamlText() {}

    /** The only document in the text; empty where there is none. The message of a failure quotes nothing of the text. */
    static Optional<Node> parse(String text) {
        try {
            return parse(text, true);
        } catch (YAMLException | IllegalArgumentException perhapsTheComments) {
            return parse(text, false);
        }
    }

    /** What {@link #parse} reads back as the same tree. */
    static String render(Node root) {
        for (boolean comments : new boolean[] {true, false}) {
            try {
                String text = render(root, comments);
                if (parse(text, comments).filter(read -> same(root, read)).isPresent()) {
                    return text;
                }
            } catch (YAMLException | IllegalArgumentException perhapsTheComments) {
                if (!comments) {
                    throw perhapsTheComments;
                }
            }
        }
        throw new IllegalStateException("the document does not survive writing");
    }

    /** Where and what, for the person who has to mend the file. */
    static String describe(RuntimeException failure) {
        if (failure instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return "line " + (marked.getProblemMark().getLine() + 1) + ", column "
                    + (marked.getProblemMark().getColumn() + 1) + ": " + marked.getProblem();
        }
        return failure instanceof IllegalArgumentException ? String.valueOf(failure.getMessage()) : "unreadable";
    }

    private static Optional<Node> parse(String text, boolean comments) {
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(comments);
        options.setCodePointLimit(LARGEST);
        List<Node> documents = new ArrayList<>();
        yaml(options, new DumperOptions())
                .composeAll(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text))
                .forEach(documents::add);
        if (documents.size() > 1) {
            throw new IllegalArgumentException("it holds more than one document");
        }
        return documents.stream()
                .filter(node -> !node.getTag().equals(Tag.NULL))
                .findFirst();
    }

    private static String render(Node root, boolean comments) {
        DumperOptions options = new DumperOptions();
        options.setProcessComments(comments);
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        options.setMaxSimpleKeyLength(1024);
        options.setAnchorGenerator(new KeptAnchors());
        StringWriter text = new StringWriter();
        yaml(new LoaderOptions(), options).serialize(root, text);
        return text.toString();
    }

    /** The anchors' own names, where nobody before has the same. */
    private static final class KeptAnchors implements AnchorGenerator {
        private final Set<String> taken = new HashSet<>();

        @Override
        public String nextAnchor(Node node) {
            String wanted = node.getAnchor() == null ? "id" : node.getAnchor();
            String name = wanted;
            for (int i = 1; !taken.add(name); i++) {
                name = wanted + "-" + i;
            }
            return name;
        }
    }

    private static Yaml yaml(LoaderOptions reading, DumperOptions writing) {
        return new Yaml(new SafeConstructor(reading), new Representer(writing), writing, reading);
    }

    private static boolean same(Node one, Node other) {
        return same(one, other, new IdentityHashMap<>());
    }

    /** Aliases make a tree a graph, with cycles: a node that was met before is not walked again. */
    private static boolean same(Node one, Node other, Map<Node, Node> met) {
        Node before = met.putIfAbsent(one, other);
        if (before != null) {
            // Nodes are equal where they are the same one.
            return before.equals(other);
        }
        if (!one.getTag().equals(other.getTag())) {
            return false;
        }
        if (one instanceof ScalarNode left && other instanceof ScalarNode right) {
            return left.getValue().equals(right.getValue());
        }
        List<Node> left = children(one);
        List<Node> right = children(other);
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i), met)) {
                return false;
            }
        }
        return true;
    }

    private static List<Node> children(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        List<Node> children = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            children.add(tuple.getKeyNode());
            children.add(tuple.getValueNode());
        }
        return children;
    }
}
