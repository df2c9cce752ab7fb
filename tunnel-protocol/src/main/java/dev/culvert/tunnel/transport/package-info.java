/**
 * What connections run on: the TLS engine and the event loop's transport, the fastest that this machine can load, on any
 * thread; and how small bodies are read from them, on their own.
 */
@NullMarked
package dev.culvert.tunnel.transport;

import org.jspecify.annotations.NullMarked;
