/**
 * Who is there: callers and agents, by the credential that they show.
 *
 * <p>Everything is asynchronous, since a store of credentials may live in a database. Futures complete on the caller's
 * context where the answer is at hand, as it is with credentials from the configuration; whoever cares hops. A failure is
 * a {@link dev.culvert.gateway.status.StatusException} with 401 for a credential that is missing, unknown or expired, and
 * for nothing else: clients refresh their credential on 401 alone.
 */
@NullMarked
package dev.culvert.gateway.authn;

import org.jspecify.annotations.NullMarked;
