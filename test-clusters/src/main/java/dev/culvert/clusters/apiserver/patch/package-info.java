/**
 * The four kinds of patch: JSON patch (RFC 6902), JSON merge patch (RFC 7386), Kubernetes' strategic merge patch, and
 * server-side apply, which here is a strategic merge without field ownership. Pure functions; any thread.
 */
@NullMarked
package dev.culvert.clusters.apiserver.patch;

import org.jspecify.annotations.NullMarked;
