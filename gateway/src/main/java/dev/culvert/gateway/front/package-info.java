/**
 * The public HTTPS port: reads heads byte for byte, refuses what could mean two things to two readers, and hands requests to
 * the relay or the tunnel endpoint. No router and no body handler stand on this path.
 *
 * <p>Threading: the server runs once on every event loop; a connection and its requests stay on the loop that accepted them.
 */
@NullMarked
package dev.culvert.gateway.front;

import org.jspecify.annotations.NullMarked;
