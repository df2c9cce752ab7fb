/**
 * The objects, their resource versions and the recent changes. Confined to the API server's one event loop; objects handed
 * out are shared and are never to be changed: copy before writing.
 */
@NullMarked
package dev.culvert.clusters.apiserver.store;

import org.jspecify.annotations.NullMarked;
