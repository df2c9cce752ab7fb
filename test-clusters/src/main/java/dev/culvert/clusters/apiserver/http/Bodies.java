package dev.culvert.clusters.apiserver.http;

import dev.culvert.clusters.apiserver.status.ApiException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads request bodies up to a limit. */
final class Bodies {
    /** The limit of a real API server: 3 MiB. */
    private static final int LIMIT = 3 * 1024 * 1024;

    private Bodies() {}

    /** Completes with the whole body; fails with 413 as soon as it is too long, or when the request breaks off. */
    static Future<Buffer> read(HttpServerRequest request) {
        Promise<Buffer> done = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(done::tryFail);
        request.handler(part -> {
            if (body.length() + part.length() > LIMIT) {
                done.tryFail(ApiException.tooLarge(LIMIT));
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> done.tryComplete(body));
        return done.future();
    }
}
