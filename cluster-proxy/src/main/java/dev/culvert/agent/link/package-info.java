/**
 * The agent's link to one gateway: the way to it, with its proxy; the certificate that it gives; and the carriers that are kept to
 * it. {@link dev.culvert.agent.link.GatewayLink} puts the rooms for these together, and knows which kinds of carrier there are.
 *
 * <p>Any thread; each carrier on an event loop of its own.
 */
@NullMarked
package dev.culvert.agent.link;

import org.jspecify.annotations.NullMarked;
