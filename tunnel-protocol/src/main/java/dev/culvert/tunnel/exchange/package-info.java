/**
 * One HTTP request and its response, or one upgraded connection, as the gateway's relay and the agent's replay see it:
 * heads, and two back-pressured byte streams. Knows nothing of frames or credit.
 */
@NullMarked
package dev.culvert.tunnel.exchange;

import org.jspecify.annotations.NullMarked;
