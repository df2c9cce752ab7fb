/**
 * Reading and writing kubeconfig files, as far as tests need them. Blocking file access; not for event loops.
 */
@NullMarked
package dev.culvert.clusters.kubeconfig;

import org.jspecify.annotations.NullMarked;
