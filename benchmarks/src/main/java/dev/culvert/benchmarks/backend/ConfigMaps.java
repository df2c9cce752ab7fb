package dev.culvert.benchmarks.backend;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Objects and lists of a size that is asked for. Their text compresses about as well as manifests do. */
final class ConfigMaps {

    private static final String[] WORDS = {
        "name", "value", "metadata", "replicas", "template", "selector", "namespace", "container", "protocol", "status"
    };
    private static final int ITEM = 100_000;

    private ConfigMaps() {}

    /** A ConfigMap of about that many bytes as JSON. */
    static ObjectNode one(String name, int bytes) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata").put("name", name);
        ObjectNode data = object.putObject("data").put("text", "");
        data.put("text", text(name, Math.max(0, bytes - object.toString().length())));
        return object;
    }

    /** A list of ConfigMaps of about that many bytes as JSON. */
    static ObjectNode list(int bytes) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        for (int i = 0; i < bytes / ITEM; i++) {
            items.add(one("item-" + i, ITEM));
        }
        return list;
    }

    private static String text(String seed, int length) {
        Random random = new Random(seed.hashCode());
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(random.nextInt(10_000))
                    .append(' ');
        }
        text.setLength(length);
        return text.toString();
    }
}
