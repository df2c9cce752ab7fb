/** The scripts that bring up real clusters and take them down, where something goes wrong. */
@NullMarked
package dev.culvert.system.cluster;

import org.jspecify.annotations.NullMarked;
