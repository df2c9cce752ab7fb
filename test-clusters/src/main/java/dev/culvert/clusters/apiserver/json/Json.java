package dev.culvert.clusters.apiserver.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The mapper and the few ways in which JSON trees are read here. */
public final class Json {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** A fresh array of the given strings. */
    public static ArrayNode strings(Iterable<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    /** The child object of that name, made when it is absent or not an object. */
    public static ObjectNode child(ObjectNode parent, String name) {
        return parent.path(name) instanceof ObjectNode found ? found : parent.putObject(name);
    }

    /** The text at a path of field names, or the empty string. */
    public static String text(JsonNode node, String... path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.path(name);
        }
        return found.asText("");
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses JSON; fails with the parser's words. */
    public static JsonNode parse(byte[] bytes) throws IOException {
        return present(JSON.readTree(bytes));
    }

    /** Parses one YAML (or JSON) document; fails with the parser's words. */
    public static JsonNode parseYaml(byte[] bytes) throws IOException {
        return present(YAML.readTree(bytes));
    }

    public static byte[] yaml(JsonNode node) {
        try {
            return YAML.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode present(JsonNode parsed) throws IOException {
        if (parsed.isMissingNode()) {
            throw new IOException("the document is empty");
        }
        return parsed;
    }
}
