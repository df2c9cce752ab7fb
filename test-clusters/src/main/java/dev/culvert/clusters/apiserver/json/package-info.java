/**
 * JSON trees: the one mapper, and reading by path. No state; any thread.
 */
@NullMarked
package dev.culvert.clusters.apiserver.json;

import org.jspecify.annotations.NullMarked;
