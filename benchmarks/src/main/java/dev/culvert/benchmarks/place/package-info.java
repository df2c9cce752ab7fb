/**
 * Where programs run: at the centre or at the edge, and what lies between.
 */
@NullMarked
package dev.culvert.benchmarks.place;

import org.jspecify.annotations.NullMarked;
