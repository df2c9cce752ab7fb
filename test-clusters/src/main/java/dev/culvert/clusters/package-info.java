/**
 * Clusters to test and demonstrate against, behind one handle: an embedded stand-in for a Kubernetes API server, and any
 * real cluster that a kubeconfig names. Handles may be used from any thread; {@code start} and {@code close} block.
 */
@NullMarked
package dev.culvert.clusters;

import org.jspecify.annotations.NullMarked;
