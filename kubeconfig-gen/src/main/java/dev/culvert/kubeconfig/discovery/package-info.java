/** What the gateway says to whoever asks, before there is a kubeconfig: {@link dev.culvert.kubeconfig.discovery.OwnClusters}. */
@NullMarked
package dev.culvert.kubeconfig.discovery;

import org.jspecify.annotations.NullMarked;
