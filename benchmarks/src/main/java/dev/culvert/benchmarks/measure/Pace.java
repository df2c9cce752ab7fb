package dev.culvert.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/** How fast something was in one window of time after the other, and whether it still gets faster. */
public final class Pace {

    private static final int WINDOWS = 3;
    private static final double RISE = 1.05;

    private final List<Double> windows = new ArrayList<>();

    /** @param pace of the next window; the more the faster */
    public void add(double pace) {
        windows.add(pace);
    }

    /** How many windows there were. */
    public int windows() {
        return windows.size();
    }

    /**
     * Whether none of the last three windows was more than 5 % faster than the best of all before them. Slow ones among them do not
     * matter: something else may have been busy then.
     */
    public boolean steady() {
        int before = windows.size() - WINDOWS;
        return before > 0 && best(before, windows.size()) <= RISE * best(0, before);
    }

    private double best(int from, int to) {
        return windows.subList(from, to).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }
}
