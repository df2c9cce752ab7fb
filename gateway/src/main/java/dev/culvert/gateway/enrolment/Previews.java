package dev.culvert.gateway.enrolment;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/**
 * Tells browsers, and programs that look at every link that people send each other, from kubectl and curl: they would use up a
 * link before its receiver does. Keeps nobody out, and is no protection.
 */
final class Previews {
    private Previews() {}

    static boolean isOne(HttpServerRequest request) {
        return header(request, "Accept").contains("text/html")
                || header(request, "User-Agent").contains("bot")
                || request.headers().contains("Sec-Fetch-Mode")
                || request.headers().contains("Range");
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value.toLowerCase(Locale.ROOT);
    }
}
