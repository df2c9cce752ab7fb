package dev.culvert.system.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The objects of a manifest by kind and name: neither their order nor that of their keys says anything. */
final class Objects {
    private Objects() {}

    static Map<String, JsonNode> of(String yaml) {
        Map<String, JsonNode> objects = new TreeMap<>();
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode object = documents.next();
                if (object.isObject()) {
                    if (object.path("kind").asText().equals("Secret")) {
                        reveal((ObjectNode) object.path("data"));
                    }
                    String name = object.path("kind").asText() + "/"
                            + object.path("metadata").path("name").asText();
                    if (objects.put(name, object) != null) {
                        throw new AssertionError(name + " is there twice");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    /** A line end behind a token means nothing. */
    private static void reveal(ObjectNode data) {
        for (String key : data.propertyStream().map(Map.Entry::getKey).toList()) {
            byte[] value = Base64.getMimeDecoder().decode(data.path(key).asText());
            data.put(key, new String(value, StandardCharsets.UTF_8).strip());
        }
    }
}
