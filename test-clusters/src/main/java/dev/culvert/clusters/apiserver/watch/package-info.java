/**
 * Watches: what to send, in which order, and to whom. Event loop only. A watcher that does not read is cut off once its
 * queue is full; Kubernetes clients then list again.
 */
@NullMarked
package dev.culvert.clusters.apiserver.watch;

import org.jspecify.annotations.NullMarked;
