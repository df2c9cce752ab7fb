package dev.culvert.gateway.registry;

import java.time.Duration;

/**
 * A live carrier of an agent, for people.
 *
 * @param session the agent process that it belongs to
 * @param software of the agent, with its version
 * @param kind such as {@code grpc}
 * @param remote the address at the other end
 * @param roundTrip measured last; zero before the first time
 */
public record AgentCarrier(
        String session, String software, String kind, String remote, Duration roundTrip, int openStreams) {}
