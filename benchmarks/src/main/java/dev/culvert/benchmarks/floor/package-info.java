/**
 * What figures have to be at least or at most, always as a comparison of two variants in the same run.
 */
@NullMarked
package dev.culvert.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
