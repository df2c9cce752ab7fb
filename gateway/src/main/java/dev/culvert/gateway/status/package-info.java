/**
 * The gateway's own errors, each one a Kubernetes {@code metav1.Status}. The only room that writes them.
 *
 * <p>Clients choose what to do by code and reason: client-go's exec plugins fetch a new credential on 401 alone, it retries
 * every verb on 429 and on codes from 500 where {@code Retry-After} is set, and a bare 404 means "does not exist" to
 * Terraform, Helm and every controller. Hence a closed list of reasons, and no 404, 409 or 410 among them.
 *
 * <p>Threading: values are immutable; {@link dev.culvert.gateway.status.StatusWriter} is called on the request's context.
 */
@NullMarked
package dev.culvert.gateway.status;

import org.jspecify.annotations.NullMarked;
