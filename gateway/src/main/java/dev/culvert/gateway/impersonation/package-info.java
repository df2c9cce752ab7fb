/**
 * As whom a request acts in the cluster. The headers by which Kubernetes lets a client speak for somebody else are taken
 * away from the caller, whatever their case or spelling, and set by the gateway alone.
 *
 * <p>A caller that acts as itself may ask to be somebody else, as {@code kubectl --as} does. The cluster's API server sees the
 * agent, which may impersonate everybody, so the gateway does what the API server would do if the caller came directly: it asks
 * the cluster's authorizer for the verb {@code impersonate}, for each part of the identity, by SubjectAccessReview.
 *
 * <p>Called on event loops; what is remembered of the answers is shared by all of them.
 */
@NullMarked
package dev.culvert.gateway.impersonation;

import org.jspecify.annotations.NullMarked;
