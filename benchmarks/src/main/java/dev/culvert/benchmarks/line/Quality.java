package dev.culvert.benchmarks.line;

import java.util.Locale;

/**
 * What a line is like, in both directions.
 *
 * @param roundTripMillis that the line adds
 * @param megabits that it carries in a second each way
 * @param lossPercent of the packets
 */
public record Quality(int roundTripMillis, int megabits, double lossPercent) {

    private static final int GIGABIT = 1000;
    private static final double SEGMENT = 1448;
    // Of Mathis et al., 1997: what a TCP that halves its window at each loss carries.
    private static final double FACTOR = 1.22;

    /** A word for it in keys of trials: {@code 50ms-1g-0}. */
    public String key() {
        String rate = megabits % GIGABIT == 0 ? megabits / GIGABIT + "g" : megabits + "m";
        return roundTripMillis + "ms-" + rate + "-" + number(lossPercent);
    }

    /** For people. */
    @Override
    public String toString() {
        String rate = megabits % GIGABIT == 0 ? megabits / GIGABIT + " Gbit/s" : megabits + " Mbit/s";
        return roundTripMillis + " ms, " + rate + (lossPercent == 0 ? "" : ", " + number(lossPercent) + " % loss");
    }

    /**
     * Bytes a second that one TCP connection gets at most.
     *
     * @param halving whether it takes each loss for a sign of congestion, and halves its window
     */
    public double bytesPerSecond(boolean halving) {
        double rate = megabits * 1e6 / 8;
        if (lossPercent == 0 || !halving) {
            return rate;
        }
        return Math.min(rate, FACTOR * SEGMENT / (roundTripMillis / 1000.0) / Math.sqrt(lossPercent / 100));
    }

    /** Seconds one way. */
    double delay() {
        return roundTripMillis / 2000.0;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%s", value == Math.rint(value) ? Long.toString((long) value) : value);
    }
}
