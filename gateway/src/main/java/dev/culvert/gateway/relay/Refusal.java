package dev.culvert.gateway.relay;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusWriter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** Ends a request with an error of the gateway. */
public final class Refusal {
    /** For the caller to take the answer. A stranger who did not would keep the connection for as long as he likes. */
    private static final long TAKEN_WITHIN_SECONDS = 20;

    private Refusal() {}

    /**
     * Writes the Status, and sees to what is left of the request: see {@link Leftover}.
     *
     * @return completes when the answer was written; fails when it could not be, or its caller has not taken it in twenty seconds
     */
    public static Future<Void> answer(HttpServerRequest request, StatusException status, String requestId) {
        Leftover leftover = Leftover.of(request);
        if (!request.response().headWritten()) {
            leftover.announce();
        }
        return StatusWriter.write(request.response(), PresentedMethod.of(request), status, requestId)
                .timeout(TAKEN_WITHIN_SECONDS, TimeUnit.SECONDS)
                .onSuccess(written -> leftover.finish());
    }
}
