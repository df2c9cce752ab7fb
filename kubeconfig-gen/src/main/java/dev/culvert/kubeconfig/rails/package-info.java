/**
 * Clusters as a Rails application sees them: {@link dev.culvert.kubeconfig.rails.RailsInitializer} writes Ruby for the gem
 * kubeclient.
 */
@NullMarked
package dev.culvert.kubeconfig.rails;

import org.jspecify.annotations.NullMarked;
