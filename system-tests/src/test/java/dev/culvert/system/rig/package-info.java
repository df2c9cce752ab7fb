/**
 * Processes, clusters and workloads that system tests run on. Used from the test thread only; what a process writes goes
 * to files, never through threads of this JVM.
 */
@NullMarked
package dev.culvert.system.rig;

import org.jspecify.annotations.NullMarked;
