package dev.culvert.benchmarks.experiment;

import java.util.List;

/** All experiments there are. */
public final class Experiments {
    private Experiments() {}

    /** In the order of the report. */
    public static List<Experiment> all() {
        return List.of(new IdleAgents(), new IdleWatches(), new AgentStart(), new Refusals());
    }
}
