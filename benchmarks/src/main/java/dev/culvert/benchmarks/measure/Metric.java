package dev.culvert.benchmarks.measure;

/**
 * A kind of figure.
 *
 * @param name as a heading of the report has it
 * @param unit may be empty
 * @param comparison how a variant's figure is set against the direct way's
 */
public record Metric(String name, String unit, Comparison comparison) {

    public static final Metric RATE = new Metric("requests", "1/s", Comparison.RATIO);
    public static final Metric LISTS = new Metric("lists", "1/s", Comparison.RATIO);
    public static final Metric CONNECTIONS = new Metric("connections", "1/s", Comparison.RATIO);
    public static final Metric THROUGHPUT = new Metric("throughput", "MB/s", Comparison.RATIO);
    public static final Metric P50 = new Metric("p50", "ms", Comparison.DIFFERENCE);
    public static final Metric P99 = new Metric("p99", "ms", Comparison.DIFFERENCE);
    public static final Metric P999 = new Metric("p99.9", "ms", Comparison.DIFFERENCE);

    public static final Metric P99_MULTIPLE = new Metric("p99 as a multiple of that without", "", Comparison.NONE);
    public static final Metric LAST = new Metric("last", "ms", Comparison.DIFFERENCE);
    public static final Metric SPREAD =
            new Metric("from the first to the last of an event", "ms", Comparison.DIFFERENCE);
    public static final Metric TIME = new Metric("time", "ms", Comparison.DIFFERENCE);

    /** How two figures of the same round are compared. */
    public enum Comparison {
        /** This one as a part of the other. */
        RATIO("of direct"),
        /** What this one has more than the other. */
        DIFFERENCE("over direct"),
        /** Not at all. */
        NONE("");

        private final String words;

        Comparison(String words) {
            this.words = words;
        }

        /** What the result is, for a heading. */
        public String words() {
            return words;
        }

        /** Compares two figures of one round. */
        public double of(double figure, double baseline) {
            return this == RATIO ? figure / baseline : figure - baseline;
        }
    }

    /** Name and unit. */
    public String heading() {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }
}
