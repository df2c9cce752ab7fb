/**
 * As whom a request acts in the cluster. The headers by which Kubernetes lets a client speak for somebody else are taken
 * away from the caller, whatever their case or spelling, and set by the gateway alone.
 *
 * <p>No state; any thread.
 */
@NullMarked
package dev.culvert.gateway.impersonation;

import org.jspecify.annotations.NullMarked;
