/**
 * Labels of clusters, and selectors over them: syntax and meaning are Kubernetes' own.
 *
 * <p>A leaf: knows no other package of the gateway. Immutable; any thread.
 */
@NullMarked
package dev.culvert.gateway.labels;

import org.jspecify.annotations.NullMarked;
