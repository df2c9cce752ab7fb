package dev.culvert.gateway.relay;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusWriter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Ends a request with an error of the gateway. */
public final class Refusal {
    private Refusal() {}

    /**
     * Writes the Status, and sees to what is left of the request: see {@link Leftover}.
     *
     * @return completes when the answer was written; never fails
     */
    public static Future<Void> answer(HttpServerRequest request, StatusException status, String requestId) {
        Leftover leftover = Leftover.of(request);
        if (!request.response().headWritten()) {
            leftover.announce();
        }
        return StatusWriter.write(request.response(), PresentedMethod.of(request), status, requestId)
                .onComplete(written -> leftover.finish())
                .otherwiseEmpty();
    }
}
