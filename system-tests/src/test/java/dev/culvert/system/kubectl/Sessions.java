package dev.culvert.system.kubectl;

import java.util.ArrayList;
import java.util.List;

/** What somebody does with kubectl. */
public final class Sessions {

    private Sessions() {}

    /**
     * Everything that kubectl does, but for {@code --as}, which the gateway refuses to callers that act as the agent. A
     * kubectl or a cluster that lacks a command fails the same on every way.
     */
    public static List<Step> everything() {
        Script script = new Script();
        SessionSteps.all().forEach(script::add);
        ObjectSteps.add(script);
        WorkloadSteps.add(script);
        StreamSteps.add(script);
        ClusterSteps.add(script);
        return new ArrayList<>(script.steps());
    }
}
