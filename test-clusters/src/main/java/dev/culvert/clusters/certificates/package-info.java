/**
 * A certificate authority in memory, for servers and clients under test. Any thread.
 */
@NullMarked
package dev.culvert.clusters.certificates;

import org.jspecify.annotations.NullMarked;
