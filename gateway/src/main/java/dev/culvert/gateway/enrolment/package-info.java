/**
 * How an agent comes to its credentials: {@link dev.culvert.gateway.enrolment.InstallPage} hands out manifests with a new token
 * to whoever has an install link.
 *
 * <p>Called on the event loop of the connection; what blocks is done on the store's threads and on workers.
 */
@NullMarked
package dev.culvert.gateway.enrolment;

import org.jspecify.annotations.NullMarked;
