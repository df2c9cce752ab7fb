package dev.culvert.benchmarks.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CPU time of one round.
 *
 * @param daemons seconds of the processes between caller and backend, by name, the caller's side first
 * @param backend seconds of the backend's processes, where they are the benchmark's own
 * @param others seconds of all that does not belong to the benchmark: where it is much, the figures are worth little
 */
public record CpuUse(Map<String, Double> daemons, double backend, double others) {
    public CpuUse {
        daemons = Collections.unmodifiableMap(new LinkedHashMap<>(daemons));
    }

    /** Seconds of all processes between caller and backend. */
    public double between() {
        return daemons.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
