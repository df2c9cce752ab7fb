/**
 * A carrier without a network. Each end has a context of its own; a bounded number of bytes is under way between them.
 */
@NullMarked
package dev.culvert.tunnel.carrier.memory;

import org.jspecify.annotations.NullMarked;
