/**
 * The ways from a caller to a backend that are compared. A new one implements {@link dev.culvert.benchmarks.variant.Variant} and
 * is added to {@link dev.culvert.benchmarks.variant.Variants}. Blocking.
 */
@NullMarked
package dev.culvert.benchmarks.variant;

import org.jspecify.annotations.NullMarked;
