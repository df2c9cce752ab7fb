/**
 * The JUnit Jupiter extension that hands test clusters to tests. Clusters live in the engine's root store: started once,
 * closed when the run ends.
 */
@NullMarked
package dev.culvert.clusters.junit;

import org.jspecify.annotations.NullMarked;
