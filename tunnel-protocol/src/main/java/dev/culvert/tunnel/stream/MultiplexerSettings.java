package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.frame.Limits;
import java.time.Duration;

/**
 * How a multiplexer behaves.
 *
 * @param limits of this side
 * @param streamWindowBytes to which a stream's receive window may grow; on a long line further
 * @param budget of this carrier, for all that its streams hold
 * @param handshakeTimeout from the start to Welcome
 */
public record MultiplexerSettings(Limits limits, int streamWindowBytes, Budget budget, Duration handshakeTimeout) {}
