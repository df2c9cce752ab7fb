/**
 * A program that is many agents: each has the tunnel's real handshake and protocol, and answers every request by itself.
 */
@NullMarked
package dev.culvert.benchmarks.agents;

import org.jspecify.annotations.NullMarked;
