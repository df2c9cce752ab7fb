package dev.culvert.benchmarks.measure;

/**
 * One figure of an experiment.
 *
 * @param key names it among all of a run
 * @param words what it is, for people
 * @param unit may be empty
 * @param series of the repetitions; one value where there were none
 */
public record Finding(String key, String words, String unit, Series series) {}
