/**
 * A scripted upstream for byte-exact tests: plain sockets, one thread a connection, nothing parsed beyond what delimits a
 * request. It records what arrived and sends exactly the bytes it was told to.
 */
@NullMarked
package dev.culvert.clusters.echo;

import org.jspecify.annotations.NullMarked;
