package dev.culvert.gateway.registry;

import io.vertx.core.Context;
import io.vertx.core.Promise;

/**
 * A request that waits for a route. Its fields change on its context only.
 */
final class Waiting<R> {
    final String cluster;
    final Context context;
    final Promise<R> promise = Promise.promise();
    final long deadlineNanos;
    long timer;

    Waiting(String cluster, Context context, long deadlineNanos) {
        this.cluster = cluster;
        this.context = context;
        this.deadlineNanos = deadlineNanos;
    }
}
