/**
 * What figures have to be at least or at most, and what they shall come to. Speeds are comparisons of two variants in the same run.
 */
@NullMarked
package dev.culvert.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
