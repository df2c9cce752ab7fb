/**
 * The agent's links to its gateways. Each is the way to one gateway, with its proxy; the certificate that it gives; and the
 * carriers that are kept to it: {@code GatewayLink} puts the rooms for these together. {@link
 * dev.culvert.agent.link.GatewayLinks} holds all of them. Nobody else knows which kinds of carrier there are.
 *
 * <p>Any thread; each carrier on an event loop of its own.
 */
@NullMarked
package dev.culvert.agent.link;

import org.jspecify.annotations.NullMarked;
