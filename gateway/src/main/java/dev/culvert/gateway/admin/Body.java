package dev.culvert.gateway.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.culvert.gateway.front.SmallBody;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;

/** Reads a request's body as JSON: bounded in size and time. */
final class Body {
    private static final int MAX_BYTES = 1 << 20;
    private static final Set<String> FORMS = Set.of("application/json", "application/merge-patch+json");
    private static final ObjectReader JSON = new ObjectMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Body() {}

    /** On the request's context, with the request paused. Fails with a {@link StatusException}. */
    static Future<JsonNode> read(HttpServerRequest request) {
        String type = String.valueOf(request.getHeader("Content-Type"));
        String form = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!FORMS.contains(form)) {
            return Future.failedFuture(new StatusException(
                    StatusReason.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json, or a merge patch"));
        }
        return SmallBody.read(request, MAX_BYTES).compose(Body::parse);
    }

    private static Future<JsonNode> parse(Buffer bytes) {
        try {
            return Future.succeededFuture(JSON.readTree(bytes.toString()));
        } catch (JsonProcessingException e) {
            // Without the parser's words, which repeat the body.
            return Future.failedFuture(StatusException.badRequest(
                    "the body is no JSON: line " + e.getLocation().getLineNr()));
        }
    }
}
