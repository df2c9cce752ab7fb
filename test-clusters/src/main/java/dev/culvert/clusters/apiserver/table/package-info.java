/**
 * Objects as the tables that kubectl prints. Pure functions; any thread.
 */
@NullMarked
package dev.culvert.clusters.apiserver.table;

import org.jspecify.annotations.NullMarked;
