/**
 * Frames and packets, as {@code culvert/tunnel/v1/tunnel.proto} describes them: reading and writing, nothing else. What is on
 * the path of every byte (open, heads, data, end, credit, reset, ping) is encoded and decoded by hand; the rare messages
 * (hello, welcome, go-away) use the generated code, which is also the reference that the tests compare with.
 *
 * <p>No state, no threads: a {@link dev.culvert.tunnel.frame.FrameReader} may be shared, a
 * {@link dev.culvert.tunnel.frame.PacketWriter} belongs to whoever fills it.
 */
@NullMarked
package dev.culvert.tunnel.frame;

import org.jspecify.annotations.NullMarked;
