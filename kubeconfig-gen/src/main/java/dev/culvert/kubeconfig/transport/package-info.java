/** HTTPS to what this program does not trust to be quick or short: {@link dev.culvert.kubeconfig.transport.Transport}. */
@NullMarked
package dev.culvert.kubeconfig.transport;

import org.jspecify.annotations.NullMarked;
