package dev.culvert.gateway.session;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The token of an agent's request. */
final class BearerToken {
    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    /** The token; empty where there is none, or more than one Authorization header. */
    static String of(HttpServerRequest request) {
        List<String> lines = request.headers().getAll("authorization");
        if (lines.size() != 1) {
            return "";
        }
        String line = lines.get(0);
        boolean bearer = line.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer ? line.substring(SCHEME.length()).strip() : "";
    }
}
