package dev.culvert.benchmarks.measure;

/**
 * One variant's turn.
 *
 * @param reading what the callers saw
 * @param cpu what it took meanwhile
 * @param seconds how long it lasted
 */
public record Round(Reading reading, CpuUse cpu, double seconds) {

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
