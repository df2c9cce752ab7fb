/** The agent in a cluster, as users install it: image, manifest, chart, Kustomize. */
@NullMarked
package dev.culvert.system.install;

import org.jspecify.annotations.NullMarked;
