/**
 * The contract of a carrier: one ordered, reliable, message-oriented, back-pressured connection between a dialer and an
 * acceptor. Everything above it knows neither gRPC nor WebSocket.
 */
@NullMarked
package dev.culvert.tunnel.carrier;

import org.jspecify.annotations.NullMarked;
