/**
 * What an API server makes of a request's method and target: which verb, on what, in which namespace. One entry,
 * {@link dev.culvert.gateway.requestinfo.RequestInfo}; knows nothing of the gateway, and nothing of HTTP beyond the two.
 */
@NullMarked
package dev.culvert.gateway.requestinfo;

import org.jspecify.annotations.NullMarked;
