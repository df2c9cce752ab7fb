/**
 * What requests are sent to in the end. Blocking.
 */
@NullMarked
package dev.culvert.benchmarks.backend;

import org.jspecify.annotations.NullMarked;
