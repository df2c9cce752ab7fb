package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.Refusal;
import dev.culvert.gateway.relay.RequestId;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** Answers requests that could not be read. Vert.x closes their connection behind the answer. */
final class InvalidRequests {
    private InvalidRequests() {}

    static void answer(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
        Refusal.answer(request, toStatus(request.decoderResult().cause()), RequestId.random())
                .onFailure(lost -> Pipelines.cutOff(request));
    }

    private static StatusException toStatus(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new StatusException(StatusReason.URI_TOO_LONG, "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new StatusException(StatusReason.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too large");
        }
        if (cause instanceof HeadRefusedException) {
            return StatusException.badRequest(String.valueOf(cause.getMessage()));
        }
        return StatusException.badRequest("the request is malformed");
    }
}
