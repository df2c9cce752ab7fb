/**
 * The multiplexer: many streams on one {@link dev.culvert.tunnel.carrier.Carrier}, each with its own credit, served fairly.
 * Heads are opaque bytes here; {@code exchange} gives them meaning.
 *
 * <p><b>Threading.</b> Everything here belongs to the carrier's event-loop context: every method is called on it, every
 * listener is called on it. The one who brings a caller from another event loop hops ({@code exchange} does).
 *
 * <p><b>Sending.</b> Frames are not written when they are asked for: they are queued, and once a turn of the event loop the
 * {@code SendScheduler} fills packets with what is ready, control frames first, then streams that have sent little, then
 * bulk, each class in turn, one frame a stream at a time, as long as the carrier takes more.
 */
@NullMarked
package dev.culvert.tunnel.stream;

import org.jspecify.annotations.NullMarked;
