/**
 * The way of one request: its headers and body into an exchange of the tunnel, and the answer back.
 *
 * <p>What the caller sent reaches the API server byte for byte, less hop-by-hop headers, the caller's credential and what
 * claims to come from a proxy; what the API server answered reaches the caller likewise. Nothing is buffered beyond what the
 * two connections' flow control holds, and there is no total timeout: watches last for hours.
 *
 * <p>Threading: all of a request runs on the event loop of the caller's connection, the exchange included.
 */
@NullMarked
package dev.culvert.gateway.relay;

import org.jspecify.annotations.NullMarked;
