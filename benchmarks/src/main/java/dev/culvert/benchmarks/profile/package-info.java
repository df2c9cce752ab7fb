/**
 * Where the JVMs that take part spend their CPU time, by async-profiler. Blocking.
 */
@NullMarked
package dev.culvert.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
