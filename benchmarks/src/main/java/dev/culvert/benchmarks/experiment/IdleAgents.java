package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.culvert.Gateway;
import dev.culvert.benchmarks.measure.CpuClock;
import dev.culvert.benchmarks.measure.Findings;
import dev.culvert.benchmarks.measure.Memory;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.OpenFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Many agents on one gateway, each with a cluster of its own, and nothing to do. */
final class IdleAgents implements Experiment {

    private static final int[] STEPS = {1_000, 2_500, 5_000, 7_500, 10_000};
    private static final int QUICK_STEPS = 1;
    private static final String OPTIONS = "-Xmx2g";
    private static final String LIMITS = "limits:\n  maxConnectionsPerAddress: 1000000\n";
    private static final double KIBI = 1024;
    private static final int FILES = 200_000;

    @Override
    public String key() {
        return "idle-agents";
    }

    @Override
    public String title() {
        return "Idle agents on one gateway with a heap of 2 GiB";
    }

    @Override
    public void run(Site site, boolean quick, Findings findings) throws IOException {
        int steps = quick ? QUICK_STEPS : STEPS.length;
        Gateway gateway = site.gateway();
        AgentCrowd crowd = AgentCrowd.register(STEPS[steps - 1], gateway, LIMITS, site);
        List<Daemon> started = new ArrayList<>();
        List<Memory> memory = new ArrayList<>();
        try (Daemon process = gateway.in(OpenFiles.upTo(FILES, gateway.place())).start(OPTIONS, site.log("gateway"))) {
            memory.add(Memory.collected(process));
            while (memory.size() <= steps && climb(crowd, process, started, memory.size() - 1, findings)) {
                memory.add(Memory.collected(process));
                say(memory, findings);
            }
            int reached = memory.size() == 1 ? 0 : STEPS[memory.size() - 2];
            if (reached < STEPS[steps - 1] || !quick) {
                findings.add("idle-agents-reached", "Idle agents that all serve", "", reached);
            }
            for (Daemon agents : started) {
                if (AgentCrowd.lost(agents) > 0) {
                    throw new IllegalStateException(AgentCrowd.lost(agents) + " carriers were lost while idle");
                }
            }
        } finally {
            started.forEach(Daemon::close);
        }
    }

    /** Connects the agents of the next step, all at once; false when they do not all come to serve. */
    private static boolean climb(AgentCrowd crowd, Daemon process, List<Daemon> started, int step, Findings findings)
            throws IOException {
        int from = step == 0 ? 0 : STEPS[step - 1];
        int to = STEPS[step];
        CpuClock clock = CpuClock.read(List.of(process), List.of());
        AgentCrowd.Arrival arrival;
        try {
            arrival = crowd.arrive(from, to, started);
        } catch (RuntimeException e) {
            findings.remark("It stopped between " + from + " and " + to + " agents: " + e.getMessage());
            return false;
        }
        double cpu = CpuClock.read(List.of(process), List.of()).since(clock).between();
        int more = to - from;
        String those = more + " agents that come at once" + (from == 0 ? "" : " to " + from);
        findings.add("agents-at-once-" + to, "Time until " + those + " all serve", "s", arrival.seconds());
        findings.add("agents-at-once-cpu-" + to, "CPU time of the gateway for each of them", "ms", cpu * 1000 / more);
        findings.add("agents-at-once-repeated-" + to, "Dials of theirs that were repeated", "", arrival.retries());
        return true;
    }

    private static void say(List<Memory> memory, Findings findings) {
        int step = memory.size() - 2;
        int agents = STEPS[step];
        Memory now = memory.get(step + 1);
        Memory none = memory.get(0);
        String of = " of the gateway for each of " + agents + " idle agents";
        findings.add(
                "idle-agent-resident-" + agents,
                "Resident memory" + of,
                "KiB",
                (now.resident() - none.resident()) / KIBI / agents);
        findings.add("idle-agent-live-" + agents, "Live heap" + of, "KiB", (now.live() - none.live()) / KIBI / agents);
        if (step > 0) {
            Memory before = memory.get(step);
            int more = agents - STEPS[step - 1];
            findings.add(
                    "idle-agent-resident-more-" + agents,
                    "Resident memory of the gateway for each that came after " + STEPS[step - 1],
                    "KiB",
                    (now.resident() - before.resident()) / KIBI / more);
        }
    }
}
