package dev.culvert.kubeconfig;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The document. What a merge does not change keeps its order, its text and its comments. Immutable. */
public final class Kubeconfig {
    private static final String CURRENT = "current-context";

    private final Mapping root;

    private Kubeconfig(Mapping root) {
        this.root = root;
    }

    /** A kubeconfig with nothing in it. */
    public static Kubeconfig empty() {
        return new Kubeconfig(Mapping.empty(false)
                .with("apiVersion", "v1")
                .with("kind", "Config")
                .with("preferences", Mapping.empty(false)));
    }

    /**
     * Reads a document; an empty one is an {@link #empty()} kubeconfig.
     *
     * @param name what the document is called in the message of a {@link KubeconfigException}
     */
    public static Kubeconfig parse(String text, String name) {
        try {
            return YamlText.parse(text).map(Kubeconfig::of).orElseGet(Kubeconfig::empty);
        } catch (YAMLException | IllegalArgumentException e) {
            throw new KubeconfigException(
                    name + " is not a kubeconfig (" + YamlText.describe(e) + "); it was left as it is", e);
        }
    }

    private static Kubeconfig of(Node node) {
        boolean json = node instanceof MappingNode mapping
                && mapping.getFlowStyle() == FlowStyle.FLOW
                && !mapping.getValue().isEmpty();
        Mapping root = Mapping.of(node, json, "the document");
        if (!root.text("kind").isEmpty() && !root.text("kind").equals("Config")) {
            throw new IllegalArgumentException("its kind is " + Names.quote(root.text("kind")) + ", not \"Config\"");
        }
        if (!root.text("apiVersion").isEmpty() && !root.text("apiVersion").equals("v1")) {
            throw new IllegalArgumentException("its apiVersion is not \"v1\"");
        }
        return new Kubeconfig(defaulted(defaulted(root, "apiVersion", "v1"), "kind", "Config"));
    }

    private static Mapping defaulted(Mapping root, String key, String value) {
        return root.text(key).isEmpty() ? root.with(key, value) : root;
    }

    /**
     * With that access in it.
     *
     * @param force whether entries of the same name that lead elsewhere are replaced
     * @throws KubeconfigException where such an entry is there and {@code force} is not given, and where the access has no
     *     credential and its user is not there
     */
    public Kubeconfig with(ClusterAccess access, boolean force) {
        try {
            return new Kubeconfig(new Merge(root, access, force).apply());
        } catch (YAMLException | IllegalArgumentException e) {
            throw new KubeconfigException("the kubeconfig cannot be changed: " + YamlText.describe(e), e);
        }
    }

    /** What {@link #without} left, and the names of the contexts that it took out. */
    public record Pruned(Kubeconfig document, List<String> contexts) {
        public Pruned {
            contexts = List.copyOf(contexts);
        }
    }

    /**
     * Without the entries that were made for the gateway, except those for the accesses. The current context stays what it
     * was, even where it is gone: clients then say so, and do not fall back to some other cluster.
     */
    public Pruned without(GatewayUrl gateway, List<ClusterAccess> except) {
        Set<String> contexts = except.stream().map(ClusterAccess::context).collect(Collectors.toUnmodifiableSet());
        Set<String> users = except.stream().map(ClusterAccess::user).collect(Collectors.toUnmodifiableSet());
        try {
            Prune.Result result = new Prune(root, gateway, contexts, users).apply();
            return new Pruned(new Kubeconfig(result.root()), result.removed());
        } catch (YAMLException | IllegalArgumentException e) {
            throw new KubeconfigException("the kubeconfig cannot be changed: " + YamlText.describe(e), e);
        }
    }

    /** Name of the current context; empty where there is none. */
    public String currentContext() {
        return root.text(CURRENT);
    }

    public Kubeconfig withCurrentContext(String name) {
        return new Kubeconfig(root.with(CURRENT, name));
    }

    /** The text of the document. May hold secrets. */
    public String render() {
        return YamlText.render(root.node());
    }

    /** Nothing of the content: it may hold secrets. */
    @Override
    public String toString() {
        return "Kubeconfig";
    }
}
