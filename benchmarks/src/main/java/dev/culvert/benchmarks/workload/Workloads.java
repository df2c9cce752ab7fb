package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.process.Toolbox;
import java.util.List;

/** All workloads there are. */
public final class Workloads {
    private Workloads() {}

    /** In the order of the report. */
    public static List<Workload> all(Toolbox toolbox) {
        return List.of(
                new SmallGet(toolbox),
                new LowRate(toolbox),
                new Listing(toolbox),
                new Bulk(toolbox),
                new SlowReader(toolbox),
                new Exec(toolbox),
                new Churn(toolbox),
                new Watching());
    }
}
