/**
 * Which clusters have an agent connected, and by which carrier a request reaches them.
 *
 * <p>{@link dev.culvert.gateway.registry.Clusters} is all that the request path sees of it, so that a registry spanning
 * several gateways can take this one's place.
 */
@NullMarked
package dev.culvert.gateway.registry;

import org.jspecify.annotations.NullMarked;
