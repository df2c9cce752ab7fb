package dev.culvert.gateway.admin;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that can be asked for.
 *
 * @param path below the root; a segment in braces is a variable
 * @param access who may ask
 * @param summary for people
 * @param takes the schema of the body; empty: there is none
 * @param gives the schema of the answer
 * @param parameters of the query
 */
record Route(
        String method,
        String path,
        Access access,
        String summary,
        String takes,
        String gives,
        List<String> parameters,
        Function<Ask, Future<Reply>> handler) {
    /** Who may ask. */
    enum Access {
        /** Every caller with a valid credential. */
        CALLERS,
        ADMINISTRATORS
    }

    Route {
        parameters = List.copyOf(parameters);
    }

    boolean hasBody() {
        return !takes.isEmpty();
    }

    /** What stands for the variables, where the path is this route's. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> pattern = List.of(path.split("/", -1));
        if (pattern.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
