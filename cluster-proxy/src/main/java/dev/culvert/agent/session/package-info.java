/**
 * The agent's session with a gateway: a fixed number of carriers, each dialled again when it ends, replaced when the gateway
 * drains it, and moved to a better kind when that becomes possible.
 *
 * <p><b>Threading.</b> Each {@link dev.culvert.agent.session.CarrierSlot} lives on an event-loop context of its own, which its
 * carriers share; {@link dev.culvert.agent.session.AgentSession} may be called on any thread.
 */
@NullMarked
package dev.culvert.agent.session;

import org.jspecify.annotations.NullMarked;
