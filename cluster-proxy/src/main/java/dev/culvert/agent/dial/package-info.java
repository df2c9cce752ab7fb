/**
 * How the agent gets to its gateway: which kind of carrier it tries, what it remembers of what worked, and how long it waits
 * between attempts. Knows the {@link dev.culvert.tunnel.carrier.Dialer} contract only. Any thread.
 */
@NullMarked
package dev.culvert.agent.dial;

import org.jspecify.annotations.NullMarked;
