package dev.culvert.gateway.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.config.CallerConfig;
import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.config.TokenConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the configuration says, as objects. */
public final class ConfiguredItems {
    private ConfiguredItems() {}

    /**
     * A caller's rules become rules for the user of its name; what has no name in the file is called after its place there.
     */
    public static List<Item> of(List<ClusterConfig> clusters, List<CallerConfig> callers) {
        List<Item> items = new ArrayList<>();
        for (ClusterConfig cluster : clusters) {
            items.add(Item.of(
                    Kind.CLUSTER,
                    Metadata.inFile(cluster.name(), cluster.labels(), Source.CONFIGURATION),
                    Specs.empty()));
            for (int i = 0; i < cluster.agentTokens().size(); i++) {
                items.add(token(
                        Kind.AGENT_TOKEN,
                        cluster.name(),
                        i,
                        cluster.agentTokens().get(i)));
            }
        }
        callers.forEach(caller -> add(caller, items));
        return items;
    }

    private static void add(CallerConfig caller, List<Item> items) {
        ObjectNode spec = Specs.empty();
        caller.maybeUid().ifPresent(uid -> spec.put("uid", uid));
        Specs.putTexts(spec, "groups", caller.groups());
        if (!caller.extra().isEmpty()) {
            spec.set("extra", Specs.lists(caller.extra()));
        }
        items.add(Item.of(Kind.CALLER, inFile(caller.name()), spec));
        for (int i = 0; i < caller.tokens().size(); i++) {
            items.add(token(Kind.CALLER_TOKEN, caller.name(), i, caller.tokens().get(i)));
        }
        for (int i = 0; i < caller.access().size(); i++) {
            ObjectNode rule = Specs.access(caller.access().get(i));
            rule.putArray("subjects")
                    .addObject()
                    .put("kind", Subject.Type.USER.text())
                    .put("name", caller.name());
            items.add(Item.of(Kind.ACCESS_RULE, inFile(caller.name() + ".access." + i), rule));
        }
    }

    private static Item token(Kind kind, String owner, int index, TokenConfig token) {
        ObjectNode spec = Specs.empty().put(kind.ownerKey(), owner);
        token.maybeExpires().ifPresent(expires -> spec.put("expires", expires.toString()));
        return new Item(kind, inFile(owner + ".tokens." + index), spec, token.sha256(), null);
    }

    private static Metadata inFile(String name) {
        return Metadata.inFile(name, Map.of(), Source.CONFIGURATION);
    }
}
