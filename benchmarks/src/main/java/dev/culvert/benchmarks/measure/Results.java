package dev.culvert.benchmarks.measure;

import java.util.List;

/**
 * All figures of a run.
 *
 * @param trials of its workloads
 * @param findings of its experiments
 */
public record Results(List<TrialResult> trials, List<Finding> findings) {
    public Results {
        trials = List.copyOf(trials);
        findings = List.copyOf(findings);
    }
}
