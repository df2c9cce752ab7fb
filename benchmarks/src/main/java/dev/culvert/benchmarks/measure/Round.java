package dev.culvert.benchmarks.measure;

import java.util.OptionalDouble;

/**
 * One variant's turn.
 *
 * @param reading what the callers saw
 * @param cpu what it took meanwhile
 * @param seconds how long it lasted
 */
public record Round(Reading reading, CpuUse cpu, double seconds) {

    // Linux counts in hundredths of a second.
    private static final double LEAST_CPU = 0.2;

    /**
     * Operations for a second of CPU time of all processes between caller and backend: that others keep the processors busy does
     * not change it much. Empty where operations are not counted, or took too little for the clock.
     */
    public OptionalDouble thrift() {
        boolean known = reading.operations() > 0 && cpu.between() >= LEAST_CPU;
        return known ? OptionalDouble.of(reading.operations() / cpu.between()) : OptionalDouble.empty();
    }

    /**
     * CPU time of one process, or of all, for one operation; microseconds.
     *
     * @param seconds what is divided by the operations
     * @return NaN where operations are not counted
     */
    double perOperation(double seconds) {
        return reading.operations() > 0 ? seconds * 1e6 / reading.operations() : Double.NaN;
    }
}
