package dev.culvert.benchmarks.measure;

import java.util.Arrays;

/** How well two sets of samples can be told apart. */
public final class Odds {
    private Odds() {}

    /**
     * The part of all pairs in which the one of {@code these} is the greater, and half of those that are equal: 0.5 where nothing
     * can be told, 0 or 1 where one sample is enough. (The statistic of Mann and Whitney, divided by the number of pairs.)
     */
    public static double of(double[] these, double[] those) {
        double[] sorted = those.clone();
        Arrays.sort(sorted);
        double won = 0;
        for (double one : these) {
            won += (below(sorted, one) + below(sorted, Math.nextUp(one))) / 2.0;
        }
        return won / these.length / those.length;
    }

    /** How many are less. */
    private static int below(double[] sorted, double bound) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
