package dev.culvert.gateway.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written in the file: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 12h}, {@code 30d}. */
final class Durations {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Durations() {}

    static Duration parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        ConfigException.require(matcher.matches(), "", "'" + text + "' is no duration; write one like 250ms, 5s or 2m");
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    static void requireBetween(Duration value, Duration least, Duration most, String path) {
        boolean legal = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
        ConfigException.require(legal, path, "must be between " + write(least) + " and " + write(most));
    }

    private static String write(Duration value) {
        return value.toMillis() % 1000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }
}
