/**
 * What operators and schedulers ask the gateway: whether it lives, whether it serves. On a listener of its own that callers
 * cannot reach.
 */
@NullMarked
package dev.culvert.gateway.observability;

import org.jspecify.annotations.NullMarked;
