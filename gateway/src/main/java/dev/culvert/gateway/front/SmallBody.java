package dev.culvert.gateway.front;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.tunnel.transport.WholeBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads the whole body of a request to the gateway itself: bounded in size and time. */
public final class SmallBody {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private SmallBody() {}

    /**
     * On the request's context, with the request paused. Fails with a {@link StatusException}: 413, 408, or 400 where the request
     * breaks off.
     */
    public static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        return WholeBody.read(request, maxBytes)
                .timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(toStatus(failure, maxBytes)));
    }

    private static StatusException toStatus(Throwable failure, int maxBytes) {
        if (failure instanceof WholeBody.TooLongException) {
            return new StatusException(
                    StatusReason.REQUEST_ENTITY_TOO_LARGE, "the body has more than " + maxBytes + " bytes");
        }
        return failure instanceof TimeoutException
                ? new StatusException(StatusReason.REQUEST_TIMEOUT, "the request's body stopped coming")
                : StatusException.badRequest("the request broke off");
    }
}
