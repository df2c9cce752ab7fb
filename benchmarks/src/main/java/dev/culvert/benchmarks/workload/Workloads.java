package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.load.Protocol;
import dev.culvert.benchmarks.process.Toolbox;
import java.util.List;
import java.util.stream.Stream;

/** All workloads there are. */
public final class Workloads {
    private Workloads() {}

    /** What has a JVM compile the way of a request, over each protocol. */
    public static List<Trial> warmUp(Toolbox toolbox) {
        SmallGet small = new SmallGet(toolbox);
        return Stream.of(Protocol.values()).map(small::busiest).toList();
    }

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
