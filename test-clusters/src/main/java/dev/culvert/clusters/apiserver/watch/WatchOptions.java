package dev.culvert.clusters.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.ResourceType;
import dev.culvert.clusters.apiserver.store.Selection;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What a client wants to watch.
 *
 * @param after the resource version to go on from; empty: begin with the objects that are there
 * @param bookmarks whether to send bookmarks, and how often; zero for none
 * @param initialEvents begin with the objects that are there and mark their end by a bookmark
 * @param timeout after which the watch ends cleanly
 * @param rendering how an object is shown
 */
public record WatchOptions(
        ResourceType type,
        Selection selection,
        OptionalLong after,
        Duration bookmarks,
        boolean initialEvents,
        Duration timeout,
        UnaryOperator<ObjectNode> rendering) {}
