/**
 * How much one caller and one cluster may have under way. One entry, {@link dev.culvert.gateway.limits.Admission}.
 *
 * <p>Three kinds of requests have a limit each, as with kube-apiserver's own limits: a thousand watches of one caller must not keep
 * another's GET out, nor the caller's own.
 */
@NullMarked
package dev.culvert.gateway.limits;

import org.jspecify.annotations.NullMarked;
