package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.culvert.Gateway;
import dev.culvert.benchmarks.measure.CpuClock;
import dev.culvert.benchmarks.measure.Findings;
import dev.culvert.benchmarks.measure.Memory;
import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.OpenFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Many agents on one gateway, each with a cluster of its own, and nothing to do. */
final class IdleAgents implements Experiment {

    private static final List<Integer> STEPS = List.of(1_000, 2_500, 5_000, 7_500, 10_000);
    private static final int CARRIERS = 2;
    // A gateway's own, and those of callers.
    private static final int OTHER_FILES = 500;
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
        Gateway gateway = site.gateway();
        Place place = OpenFiles.upTo(FILES, gateway.place());
        List<Integer> steps = quick ? STEPS.subList(0, 1) : steps(OpenFiles.limit(place), findings);
        int last = steps.get(steps.size() - 1);
        AgentCrowd crowd = AgentCrowd.register(last, gateway, LIMITS, site);
        List<Daemon> started = new ArrayList<>();
        List<Memory> memory = new ArrayList<>();
        try (Daemon process = gateway.in(place).start(OPTIONS, site.log("gateway"))) {
            memory.add(Memory.collected(process));
            int reached = 0;
            for (int step : steps) {
                if (!climb(crowd, process, started, reached, step, findings)) {
                    break;
                }
                memory.add(Memory.collected(process));
                say(memory, reached, step, findings);
                reached = step;
            }
            if (reached < last || !quick) {
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

    /** All steps, as far as there are files for an agent's connections. */
    private static List<Integer> steps(int files, Findings findings) {
        int most = (files - OTHER_FILES) / CARRIERS;
        int wanted = STEPS.get(STEPS.size() - 1);
        if (most >= wanted) {
            return STEPS;
        }
        findings.remark("A program may have " + files + " files open here: " + most + " agents at most.");
        List<Integer> steps = new ArrayList<>(STEPS);
        steps.removeIf(step -> step >= most);
        steps.add(most);
        return steps;
    }

    /** Connects the agents of the next step, all at once; false when they do not all come to serve. */
    private static boolean climb(
            AgentCrowd crowd, Daemon process, List<Daemon> started, int from, int to, Findings findings)
            throws IOException {
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

    private static void say(List<Memory> memory, int beforehand, int agents, Findings findings) {
        Memory now = memory.get(memory.size() - 1);
        Memory none = memory.get(0);
        String of = " of the gateway for each of " + agents + " idle agents";
        findings.add(
                "idle-agent-resident-" + agents,
                "Resident memory" + of,
                "KiB",
                (now.resident() - none.resident()) / KIBI / agents);
        findings.add("idle-agent-live-" + agents, "Live heap" + of, "KiB", (now.live() - none.live()) / KIBI / agents);
        if (beforehand > 0) {
            Memory before = memory.get(memory.size() - 2);
            int more = agents - beforehand;
            findings.add(
                    "idle-agent-resident-more-" + agents,
                    "Resident memory of the gateway for each that came after " + beforehand,
                    "KiB",
                    (now.resident() - before.resident()) / KIBI / more);
        }
    }
}
