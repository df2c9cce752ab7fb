package dev.culvert.clusters.apiserver.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A part of a list.
 *
 * @param continuation what to ask for the rest with; empty when there is none
 * @param remaining how many objects follow
 */
public record Page(List<ObjectNode> items, long revision, String continuation, int remaining) {
    public Page {
        items = List.copyOf(items);
    }
}
