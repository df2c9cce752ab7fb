package dev.culvert.clusters.apiserver.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import java.util.Optional;

/**
 * One change of one object.
 *
 * @param object the object after the change; for a removal the last state, with the resource version of the removal
 * @param before the object before the change; empty for a creation
 */
public record Change(
        ResourceType type, ObjectKey key, Kind kind, ObjectNode object, Optional<ObjectNode> before, long revision) {
    /** The words of watch events. */
    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }
}
