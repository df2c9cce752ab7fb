/**
 * Carriers on WebSockets, for where HTTP/2 does not get through: each binary message is one packet. No extensions: packets
 * are not compressed, since what they carry was, or is secret beside attacker-chosen text.
 */
@NullMarked
package dev.culvert.tunnel.carrier.websocket;

import org.jspecify.annotations.NullMarked;
