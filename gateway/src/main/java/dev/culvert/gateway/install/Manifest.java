package dev.culvert.gateway.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All objects of an agent, in the order in which they can be made. */
public final class Manifest {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    private Manifest() {}

    /** The objects, as JSON would have them. The Secret among them holds the agent's token. */
    public static List<Map<String, Object>> objects(ManifestParameters parameters) {
        List<Map<String, Object>> objects = new ArrayList<>(AccountObjects.of(parameters));
        objects.addAll(RbacObjects.of(parameters));
        objects.addAll(WorkloadObjects.of(parameters));
        return objects;
    }

    /** The same for {@code kubectl apply -f}. */
    public static String yaml(ManifestParameters parameters) {
        StringBuilder text = new StringBuilder();
        try {
            for (Map<String, Object> object : objects(parameters)) {
                text.append(YAML.writeValueAsString(object));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and strings can be written", e);
        }
        return text.toString();
    }
}
