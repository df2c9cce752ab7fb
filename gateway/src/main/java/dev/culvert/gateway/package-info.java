/**
 * The gateway's process: its commands, and how its rooms are put together.
 */
@NullMarked
package dev.culvert.gateway;

import org.jspecify.annotations.NullMarked;
