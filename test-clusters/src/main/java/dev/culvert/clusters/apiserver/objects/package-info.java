/**
 * What an API server does to an object on its way into the store: names, defaults, simple validation, optimistic locking,
 * finalizers, owners, and the plausible status that controllers and kubelets would have written. Event loop only.
 */
@NullMarked
package dev.culvert.clusters.apiserver.objects;

import org.jspecify.annotations.NullMarked;
