package dev.culvert.clusters.apiserver.table;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as kubectl shows them: how long ago, in one or two units. */
final class Age {
    private Age() {}

    static String since(String timestamp, Instant now) {
        try {
            return describe(Duration.between(Instant.parse(timestamp), now));
        } catch (DateTimeParseException e) {
            return "<unknown>";
        }
    }

    static String describe(Duration age) {
        if (age.toSeconds() < 120) {
            return Math.max(0, age.toSeconds()) + "s";
        }
        if (age.toMinutes() < 10) {
            return age.toMinutes() + "m" + unlessZero(age.toSecondsPart(), "s");
        }
        if (age.toHours() < 3) {
            return age.toMinutes() + "m";
        }
        if (age.toHours() < 8) {
            return age.toHours() + "h" + unlessZero(age.toMinutesPart(), "m");
        }
        if (age.toDays() < 2) {
            return age.toHours() + "h";
        }
        if (age.toDays() < 8) {
            return age.toDays() + "d" + unlessZero(age.toHoursPart(), "h");
        }
        return age.toDays() + "d";
    }

    private static String unlessZero(int amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
