package dev.culvert.tunnel.diagnosis;

import java.util.Locale;
import java.util.Objects;

/**
 * What was met at one place.
 *
 * @param place such as {@code tcp}
 * @param detail what was seen; no secrets
 * @param advice what to do about it; empty where there is nothing to do
 */
public record Finding(String place, State state, String detail, String advice) {
    /** What others say is quoted, and may be anything. */
    private static final int MAX_LENGTH = 600;

    /** How it went. */
    public enum State {
        OK,
        /** It works, but not as well as it could, or not for long. */
        WARNING,
        /** Nothing gets past here. */
        FAILED,
        /** Not tried. */
        SKIPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        Objects.requireNonNull(state, "state");
        place = oneLine(place);
        detail = oneLine(detail);
        advice = oneLine(advice);
    }

    public static Finding ok(String place, String detail) {
        return new Finding(place, State.OK, detail, "");
    }

    public static Finding warning(String place, String detail, String advice) {
        return new Finding(place, State.WARNING, detail, advice);
    }

    public static Finding failed(String place, String detail, String advice) {
        return new Finding(place, State.FAILED, detail, advice);
    }

    /**
     * @param reason why it was not tried
     */
    public static Finding skipped(String place, String reason) {
        return new Finding(place, State.SKIPPED, reason, "");
    }

    public boolean isFailed() {
        return state == State.FAILED;
    }

    /** Terminals obey control characters, and a second line would be taken for a finding. */
    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
