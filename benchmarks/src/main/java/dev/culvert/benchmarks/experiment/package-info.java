/**
 * What is measured once, on Culvert by itself: memory, starts, crowds. Each experiment starts processes of its own. A new one is
 * added to {@link dev.culvert.benchmarks.experiment.Experiments}. Blocking.
 */
@NullMarked
package dev.culvert.benchmarks.experiment;

import org.jspecify.annotations.NullMarked;
