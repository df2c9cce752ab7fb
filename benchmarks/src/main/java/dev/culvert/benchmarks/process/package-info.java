/**
 * The programs that take part in a benchmark: where they are found, and how they are started, metered and stopped. Blocking.
 */
@NullMarked
package dev.culvert.benchmarks.process;

import org.jspecify.annotations.NullMarked;
