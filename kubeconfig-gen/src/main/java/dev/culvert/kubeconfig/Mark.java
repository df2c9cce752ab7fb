package dev.culvert.kubeconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The extension by which an entry that this program made is known again: {@code name: culvert}, with the gateway's URL.
 * kubectl keeps extensions when it changes a kubeconfig, and no client makes anything of those that it does not know.
 */
final class Mark {
    private static final String LIST = "extensions";
    private static final String NAME = "culvert";
    private static final String GATEWAY = "gateway";

    private Mark() {}

    /** The body with the mark of that gateway, and with the extensions of others as they were. */
    static Mapping put(Mapping body, GatewayUrl gateway) {
        if (of(body).filter(gateway.url()::equals).isPresent()) {
            return body;
        }
        Mapping empty = Mapping.empty(body.json());
        Node mark = empty.with("name", NAME)
                .with("extension", empty.with(GATEWAY, gateway.url()))
                .node();
        List<Node> extensions = new ArrayList<>(body.sequence(LIST));
        extensions.removeIf(node -> isMark(entry(node, body)));
        extensions.add(mark);
        return body.with(LIST, extensions);
    }

    /** The URL of the gateway that an entry was made for; empty where somebody else made it. */
    static Optional<String> of(Mapping body) {
        return body.sequence(LIST).stream()
                .map(node -> entry(node, body))
                .filter(Mark::isMark)
                .map(entry -> entry.mapping("extension").text(GATEWAY))
                .findFirst();
    }

    private static boolean isMark(Mapping extension) {
        return extension.text("name").equals(NAME);
    }

    private static Mapping entry(Node node, Mapping body) {
        return Mapping.of(node, body.json(), "an entry of \"" + LIST + "\"");
    }
}
