/**
 * A plain reverse proxy in Vert.x, a program of its own: what one more hop costs where nothing is tunnelled.
 */
@NullMarked
package dev.culvert.benchmarks.hop;

import org.jspecify.annotations.NullMarked;
