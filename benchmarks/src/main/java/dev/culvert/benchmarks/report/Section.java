package dev.culvert.benchmarks.report;

import dev.culvert.benchmarks.measure.TrialResult;
import java.util.List;

/**
 * One workload on one backend.
 *
 * @param backend the key of the backend
 * @param workload the key of the workload
 * @param title of the workload, for people
 * @param ownBackend whether the backend's CPU time is known
 * @param results one of each trial
 */
public record Section(String backend, String workload, String title, boolean ownBackend, List<TrialResult> results) {
    public Section {
        results = List.copyOf(results);
    }
}
