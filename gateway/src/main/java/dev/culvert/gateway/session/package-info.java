/**
 * The agents' end of the gateway: takes their carriers, and enters them into the registry while they live.
 *
 * <p>A carrier is taken in this order, and whoever fails a step leaves without having touched the next: credential, place
 * (limits), carrier, handshake, registry. A session is not an object here: it is what carriers of one cluster with the same
 * session number have in common.
 */
@NullMarked
package dev.culvert.gateway.session;

import org.jspecify.annotations.NullMarked;
