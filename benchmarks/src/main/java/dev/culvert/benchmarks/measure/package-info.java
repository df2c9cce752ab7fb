/**
 * Figures: their units, medians and spreads; CPU time; the machine.
 */
@NullMarked
package dev.culvert.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
