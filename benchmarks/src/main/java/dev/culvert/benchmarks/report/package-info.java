/**
 * Markdown and plots.
 */
@NullMarked
package dev.culvert.benchmarks.report;

import org.jspecify.annotations.NullMarked;
