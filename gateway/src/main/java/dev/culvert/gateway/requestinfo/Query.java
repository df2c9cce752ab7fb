package dev.culvert.gateway.requestinfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A query as Go reads it: a pair with a semicolon or a malformed escape is left out, the others stay. */
final class Query {
    private record Pair(String name, String value) {}

    private final List<Pair> pairs = new ArrayList<>();

    private Query() {}

    static Query parse(String raw) {
        Query query = new Query();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty() && pair.indexOf(';') < 0) {
                query.add(pair);
            }
        }
        return query;
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        Optional<String> name = Escapes.decode(equals < 0 ? pair : pair.substring(0, equals), true);
        Optional<String> value = Escapes.decode(equals < 0 ? "" : pair.substring(equals + 1), true);
        if (name.isPresent() && value.isPresent()) {
            pairs.add(new Pair(name.get(), value.get()));
        }
    }

    /** The first value of that name. */
    Optional<String> first(String name) {
        return pairs.stream()
                .filter(pair -> pair.name().equals(name))
                .map(Pair::value)
                .findFirst();
    }

    /** A flag as API servers read it: there, and neither {@code false} nor {@code 0}. */
    boolean flag(String name) {
        return first(name)
                .filter(value -> !value.equalsIgnoreCase("false") && !value.equals("0"))
                .isPresent();
    }

    /** False where a value of that name is there and no number. */
    boolean isNumberOrAbsent(String name) {
        return first(name).stream().allMatch(Query::isNumber);
    }

    private static boolean isNumber(String value) {
        try {
            Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
