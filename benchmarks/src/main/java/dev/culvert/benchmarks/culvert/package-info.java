/**
 * Gateway and agent as processes, started as the README says.
 */
@NullMarked
package dev.culvert.benchmarks.culvert;

import org.jspecify.annotations.NullMarked;
