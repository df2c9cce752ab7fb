package dev.culvert.benchmarks.workload;

import java.util.List;

/** Trials that belong together. */
public interface Workload {

    /** A word for it, in options and in the report: {@code small-get}. */
    String key();

    /** What it is, as a heading of the report. */
    String title();

    /** @param quick only the one or two that say most */
    List<Trial> trials(boolean quick);
}
