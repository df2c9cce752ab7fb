package dev.culvert.clusters.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of patch, by media type. */
public enum PatchType {
    JSON("application/json-patch+json"),
    MERGE("application/merge-patch+json"),
    STRATEGIC("application/strategic-merge-patch+json"),
    APPLY("application/apply-patch+yaml");

    private final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The type of a {@code Content-Type} header; 415 for another one. */
    public static PatchType of(String contentType) {
        String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(type -> type.mediaType.equals(bare))
                .findFirst()
                .orElseThrow(() -> ApiException.unsupportedMediaType(
                        "the body of the request was in an unknown format - accepted media types include: "
                                + Stream.of(values()).map(PatchType::mediaType).collect(Collectors.joining(", "))));
    }

    /** A patched copy; the original is left as it was. */
    public ObjectNode apply(ObjectNode original, JsonNode patch) {
        JsonNode patched =
                switch (this) {
                    case JSON -> JsonPatch.apply(original.deepCopy(), patch);
                    case MERGE -> MergePatch.apply(original.deepCopy(), patch);
                    case STRATEGIC -> StrategicMerge.apply(original.deepCopy(), object(patch));
                    case APPLY -> StrategicMerge.apply(original.deepCopy(), object(patch));
                };
        return object(patched);
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the patch does not describe an object");
    }
}
