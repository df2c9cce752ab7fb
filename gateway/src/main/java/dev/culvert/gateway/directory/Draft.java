package dev.culvert.gateway.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.Section;
import java.util.Map;

/**
 * An object as somebody wrote it.
 *
 * @param name empty where none was written
 * @param version that the object must have to be replaced; empty: any
 */
public record Draft(Kind kind, String name, Map<String, String> labels, String version, ObjectNode spec) {
    /** The version of the objects' form. */
    public static final String API_VERSION = "culvert.dev/v1";

    public Draft {
        labels = Map.copyOf(labels);
        spec = spec.deepCopy();
    }

    /** A copy. */
    @Override
    public ObjectNode spec() {
        return spec.deepCopy();
    }

    /**
     * Reads an object of that kind. What only the gateway writes ({@code status}, {@code metadata.uid} and the like) may be
     * there, as in what was read from it, and counts for nothing. Throws {@link ConfigException} for what is not understood; the
     * spec is not looked into.
     */
    public static Draft read(Kind kind, JsonNode object) {
        requireForm(object, kind.text());
        return Section.read(object, "", root -> read(kind, object, root));
    }

    private static Draft read(Kind kind, JsonNode object, Section root) {
        root.maybeText("apiVersion");
        root.maybeText("kind");
        root.has("status");
        root.has("spec");
        JsonNode spec = object.path("spec");
        ConfigException.require(spec.isMissingNode() || spec.isObject(), "spec", "must be a mapping");
        return root.section(
                "metadata",
                metadata -> new Draft(
                        kind,
                        metadata.maybeText("name").orElse(""),
                        metadata.section("labels", ClusterConfig::readLabels),
                        resourceVersion(metadata),
                        spec instanceof ObjectNode mapping ? mapping : JsonNodeFactory.instance.objectNode()));
    }

    private static String resourceVersion(Section metadata) {
        metadata.has("uid");
        metadata.has("creationTimestamp");
        return metadata.maybeText("resourceVersion").orElse("");
    }

    /** Throws {@link ConfigException} where the document says that it is something else; it need not say anything. */
    static void requireForm(JsonNode object, String kind) {
        ConfigException.require(object.isObject(), "", "must be an object");
        String version = object.path("apiVersion").asText(API_VERSION);
        ConfigException.require(version.equals(API_VERSION), "apiVersion", "must be " + API_VERSION);
        ConfigException.require(object.path("kind").asText(kind).equals(kind), "kind", "must be " + kind);
    }
}
