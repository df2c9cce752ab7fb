/**
 * What the tunnel costs, beside other ways to the same API server: the command, and how a run goes.
 */
@NullMarked
package dev.culvert.benchmarks;

import org.jspecify.annotations.NullMarked;
