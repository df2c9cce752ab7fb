/**
 * The drivers that send requests, and what they saw. Blocking.
 */
@NullMarked
package dev.culvert.benchmarks.load;

import org.jspecify.annotations.NullMarked;
