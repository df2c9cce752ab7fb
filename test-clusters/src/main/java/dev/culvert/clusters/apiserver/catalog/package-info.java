/**
 * The kinds that the stand-in serves: a fixed table. Immutable; any thread.
 */
@NullMarked
package dev.culvert.clusters.apiserver.catalog;

import org.jspecify.annotations.NullMarked;
