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
}
