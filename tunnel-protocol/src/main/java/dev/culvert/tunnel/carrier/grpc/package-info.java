/**
 * Carriers on gRPC's wire format, over plain HTTP/2: each gRPC message is one packet, the call lives as long as the carrier.
 * Any gRPC implementation can be the other end. See
 * <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>.
 *
 * <p>Every dialled carrier has an HTTP/2 connection of its own; an acceptor also takes several on one, as a proxy in between
 * may send them.
 */
@NullMarked
package dev.culvert.tunnel.carrier.grpc;

import org.jspecify.annotations.NullMarked;
