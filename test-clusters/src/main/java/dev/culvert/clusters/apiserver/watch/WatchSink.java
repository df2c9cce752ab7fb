package dev.culvert.clusters.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where the events of one watch go. */
public interface WatchSink {
    /** Whether the other side has not yet read what was sent. */
    boolean full();

    void send(ObjectNode event);

    /** Calls the handler each time the sink is no longer full. */
    void onDrain(Runnable handler);

    /** Calls the handler once when the other side has gone. */
    void onClose(Runnable handler);

    /** Ends the stream as a clean end. */
    void end();

    /** Ends the stream so that the other side sees it cut off. */
    void cutOff();
}
