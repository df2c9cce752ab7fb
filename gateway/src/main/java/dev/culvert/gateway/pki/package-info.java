/**
 * A certificate authority of the gateway's own, and the secrets that go with it: certificates, keys and tokens.
 *
 * <p>A leaf: knows no other package of the gateway, and no files. Making keys blocks for some milliseconds: for commands,
 * never on an event loop.
 */
@NullMarked
package dev.culvert.gateway.pki;

import org.jspecify.annotations.NullMarked;
