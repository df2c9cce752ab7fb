package dev.culvert.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What an experiment gave. Filled by one thread, read afterwards. */
public final class Findings {

    private final List<Finding> figures = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /** Adds a figure. */
    public void add(String key, String words, String unit, double... values) {
        Series series = new Series(Arrays.stream(values).boxed().toList());
        figures.add(new Finding(key, words, unit, series));
    }

    /** Adds a sentence for the report. */
    public void remark(String sentence) {
        remarks.add(sentence);
    }

    /** In the order in which they came. */
    public List<Finding> figures() {
        return Collections.unmodifiableList(figures);
    }

    /** In the order in which they came. */
    public List<String> remarks() {
        return Collections.unmodifiableList(remarks);
    }
}
