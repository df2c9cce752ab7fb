package dev.culvert.gateway.registry;

/** One carrier, as the choice among carriers sees it. Any thread. */
interface Route {
    /** Whether an exchange can be opened now. */
    boolean available();

    /** Streams open now. */
    int openStreams();

    /** The agent process that it belongs to. */
    String session();

    /** The event-loop thread that owns it. */
    Thread loop();
}
