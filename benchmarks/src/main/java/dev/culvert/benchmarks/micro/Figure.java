package dev.culvert.benchmarks.micro;

/**
 * What one benchmark gave.
 *
 * @param name class and method: {@code CodecBenchmark.read}
 * @param parameters as words; may be empty
 * @param median of the iterations: nanoseconds an operation
 * @param least of them
 * @param most of them
 * @param allocated bytes on the heap an operation
 */
record Figure(String name, String parameters, double median, double least, double most, double allocated) {}
