/**
 * What a refused request is answered with: the Kubernetes {@code Status} object. No state; any thread.
 */
@NullMarked
package dev.culvert.clusters.apiserver.status;

import org.jspecify.annotations.NullMarked;
