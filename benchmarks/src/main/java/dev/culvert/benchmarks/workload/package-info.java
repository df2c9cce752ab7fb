/**
 * What callers do, again and again, while it is measured. A new workload is added to
 * {@link dev.culvert.benchmarks.workload.Workloads}. Blocking.
 */
@NullMarked
package dev.culvert.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
