package dev.culvert.agent.config;

/** Which carriers the agent may use. */
public enum CarrierKind {
    /** gRPC, and WebSocket where gRPC does not get through. */
    AUTO,
    /** gRPC or nothing. */
    GRPC,
    /** WebSocket or nothing. */
    WEBSOCKET
}
