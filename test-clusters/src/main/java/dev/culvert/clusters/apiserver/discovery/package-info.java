/**
 * The documents by which clients find out what is served: {@code /api}, {@code /apis} in the old and the aggregated form,
 * and OpenAPI v2 and v3 with the parameters that kubectl looks for. Immutable; any thread.
 */
@NullMarked
package dev.culvert.clusters.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
