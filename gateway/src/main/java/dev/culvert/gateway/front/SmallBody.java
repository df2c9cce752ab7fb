package dev.culvert.gateway.front;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Reads the whole body of a request to the gateway itself: bounded in size and time. */
public final class SmallBody {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private SmallBody() {}

    /**
     * On the request's context, with the request paused. Fails with a {@link StatusException}: 413, 408, or 400 where the request
     * breaks off.
     */
    public static Future<Buffer> read(HttpServerRequest request, Vertx vertx, int maxBytes) {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        request.exceptionHandler(broken -> whole.tryFail(StatusException.badRequest("the request broke off")));
        request.endHandler(end -> whole.tryComplete(read));
        request.handler(bytes -> {
            if (read.length() + bytes.length() > maxBytes) {
                whole.tryFail(new StatusException(
                        StatusReason.REQUEST_ENTITY_TOO_LARGE, "the body has more than " + maxBytes + " bytes"));
            } else {
                read.appendBuffer(bytes);
            }
        });
        long timer = vertx.setTimer(
                DEADLINE.toMillis(),
                late -> whole.tryFail(
                        new StatusException(StatusReason.REQUEST_TIMEOUT, "the request's body stopped coming")));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        return whole.future().onComplete(over -> vertx.cancelTimer(timer));
    }
}
