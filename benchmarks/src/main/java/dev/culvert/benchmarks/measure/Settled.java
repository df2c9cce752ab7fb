package dev.culvert.benchmarks.measure;

/**
 * How a variant got ready for the rounds that count.
 *
 * @param seconds under load before the first of them
 * @param steady whether it got no faster in the end; otherwise it ran out of time
 */
public record Settled(double seconds, boolean steady) {}
