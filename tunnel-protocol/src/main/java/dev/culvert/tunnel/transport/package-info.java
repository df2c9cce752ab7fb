/**
 * What connections run on: the TLS engine and the event loop's transport, the fastest that this machine can load. Any thread.
 */
@NullMarked
package dev.culvert.tunnel.transport;

import org.jspecify.annotations.NullMarked;
