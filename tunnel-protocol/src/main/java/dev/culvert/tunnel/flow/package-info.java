/**
 * The arithmetic of credit: who may send how much on a stream, and how much memory all streams together may take. No I/O, no
 * Vert.x. Windows are confined to their stream's thread; a {@link dev.culvert.tunnel.flow.Budget} is shared by all threads.
 */
@NullMarked
package dev.culvert.tunnel.flow;

import org.jspecify.annotations.NullMarked;
