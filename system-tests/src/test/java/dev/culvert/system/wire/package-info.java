/**
 * HTTP/1.1 over TLS written and read by hand, so that nothing between a test and the wire normalises. Blocking; one
 * connection belongs to one thread.
 */
@NullMarked
package dev.culvert.system.wire;

import org.jspecify.annotations.NullMarked;
