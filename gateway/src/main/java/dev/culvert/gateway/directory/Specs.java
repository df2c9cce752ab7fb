package dev.culvert.gateway.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.config.AccessConfig;
import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.Section;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Reads objects' specs into typed records, and writes those of the configuration's. */
public final class Specs {
    private static final int MAX_NAME = 253;

    private Specs() {}

    /** Throws {@link ConfigException}, with the path within the object, where the object is not legal. */
    public static void requireLegal(Item item) {
        requireName(item.kind(), item.name());
        ClusterConfig.requireLegal(item.metadata().labels());
        switch (item.kind()) {
            case CLUSTER -> cluster(item);
            case AGENT_TOKEN -> agentToken(item);
            case INSTALL_LINK -> InstallLink.of(item);
            case CALLER -> account(item);
            case CALLER_TOKEN -> callerToken(item);
            case ACCESS_RULE -> rule(item);
        }
    }

    /**
     * As Kubernetes' path segment names. A caller's may be whatever a provider or a certificate calls it: escaped, a path holds
     * that, too.
     */
    private static void requireName(Kind kind, String name) {
        if (kind == Kind.CALLER) {
            boolean legal = name.length() <= MAX_NAME && !name.equals(".") && !name.equals("..");
            ConfigException.require(legal, "metadata.name", "must have 1 to " + MAX_NAME + " characters");
            return;
        }
        boolean legal = !name.isBlank()
                && name.length() <= MAX_NAME
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().allMatch(c -> c > 0x20 && c != 0x7F && c != '/' && c != '%' && c != '?' && c != '#');
        ConfigException.require(
                legal,
                "metadata.name",
                "must have 1 to " + MAX_NAME + " characters, without spaces, '/', '%', '?' and '#'");
    }

    static Cluster cluster(Item item) {
        return read(item, spec -> Cluster.read(item.metadata(), spec));
    }

    static AgentToken agentToken(Item item) {
        return read(item, spec -> AgentToken.read(item, spec));
    }

    static Account account(Item item) {
        return read(item, spec -> Account.read(item.metadata(), spec));
    }

    static CallerToken callerToken(Item item) {
        return read(item, spec -> CallerToken.read(item, spec));
    }

    static AccessRule rule(Item item) {
        return read(item, spec -> AccessRule.read(item.metadata(), spec));
    }

    static <T> T read(Item item, Function<Section, T> reader) {
        return Section.read(item.spec(), "spec", reader);
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode texts(Collection<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }

    static ObjectNode lists(Map<String, ? extends Collection<String>> values) {
        ObjectNode object = empty();
        values.forEach((key, list) -> object.set(key, texts(list)));
        return object;
    }

    /** What the rule says, without what it leaves at its default. */
    static ObjectNode access(AccessConfig access) {
        ObjectNode spec = empty();
        putTexts(spec, "clusters", access.clusters());
        access.maybeClusterSelector().ifPresent(selector -> spec.put("clusterSelector", selector.toString()));
        spec.put("mode", access.mode().name().toLowerCase(Locale.ROOT));
        access.maybeActAs().ifPresent(as -> {
            ObjectNode node = spec.putObject("actAs");
            as.maybeUser().ifPresent(user -> node.put("user", user));
            as.maybeUid().ifPresent(uid -> node.put("uid", uid));
            as.maybeGroups().ifPresent(groups -> node.set("groups", texts(groups)));
            as.maybeExtra().ifPresent(extra -> node.set("extra", lists(extra)));
        });
        if (access.readOnly()) {
            spec.put("readOnly", true);
        }
        putTexts(spec, "namespaces", access.namespaces());
        putTexts(spec, "forbid", access.forbid());
        return spec;
    }

    static void putTexts(ObjectNode spec, String key, Collection<String> values) {
        if (!values.isEmpty()) {
            JsonNode list = texts(values);
            spec.set(key, list);
        }
    }
}
