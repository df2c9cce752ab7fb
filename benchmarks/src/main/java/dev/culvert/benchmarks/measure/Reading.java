package dev.culvert.benchmarks.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one round of one variant gave.
 *
 * @param figures in the order of the report
 * @param operations by which CPU time is divided: requests, or megabytes; 0 where that makes no sense
 * @param operation what one of them is called
 */
public record Reading(Map<Metric, Double> figures, double operations, String operation) {
    public Reading {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /**
     * How fast this round was, by its first figure: comparable with others of the same trial, and the more the faster.
     *
     * @throws IllegalStateException when there are no figures
     */
    public double pace() {
        Map.Entry<Metric, Double> first = figures.entrySet().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a reading without figures"));
        // What is set against the direct way as a part of it is a rate, and the rest is a time.
        return first.getKey().comparison() == Metric.Comparison.RATIO ? first.getValue() : 1 / first.getValue();
    }
}
