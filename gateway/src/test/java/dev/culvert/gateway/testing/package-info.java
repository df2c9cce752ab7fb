/** What the tests of several packages share: a gateway with a scripted cluster behind it, and clients that send raw bytes. */
@NullMarked
package dev.culvert.gateway.testing;

import org.jspecify.annotations.NullMarked;
