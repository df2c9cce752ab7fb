/**
 * The first steps of an installation: a directory with everything that a gateway needs to run.
 *
 * <p>Blocks: for commands, never on an event loop.
 */
@NullMarked
package dev.culvert.gateway.setup;

import org.jspecify.annotations.NullMarked;
