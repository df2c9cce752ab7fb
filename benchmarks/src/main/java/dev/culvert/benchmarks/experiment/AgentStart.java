package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.backend.SyntheticBackend;
import dev.culvert.benchmarks.culvert.Agent;
import dev.culvert.benchmarks.culvert.Gateway;
import dev.culvert.benchmarks.measure.Findings;
import dev.culvert.benchmarks.measure.Memory;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** An agent that starts while its gateway is up: how long until it serves, and what it takes when it has nothing to do. */
final class AgentStart implements Experiment {

    private static final int STARTS = 5;
    private static final int QUICK_STARTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration IDLE = Duration.ofSeconds(10);
    /** The archive of the JDK's classes alone, which a JVM uses that is told of no other. */
    private static final Path JVMS_OWN = Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");

    private static final double MEBI = 1 << 20;

    @Override
    public String key() {
        return "agent-start";
    }

    @Override
    public String title() {
        return "An agent's start, and its memory when idle";
    }

    @Override
    public void run(Site site, boolean quick, Findings findings) throws IOException {
        int starts = quick ? QUICK_STARTS : STARTS;
        Gateway gateway = site.gateway();
        try (SyntheticBackend backend = site.backend();
                Daemon ignored = gateway.start("", site.log("gateway"))) {
            Agent agent = new Agent(gateway, site.network().edge(), backend.kubeconfig());
            Question question = new Question(gateway.endpoint());
            String path = backend.small();
            String without = "-XX:SharedArchiveFile=" + JVMS_OWN;
            measure(site, agent, question, path, starts, without, "agent", "", findings);
            measure(site, agent, question, path, starts, "", "agent-shared", ", with its class archive", findings);
        }
    }

    private static void measure(
            Site site,
            Agent agent,
            Question question,
            String path,
            int starts,
            String options,
            String key,
            String how,
            Findings findings) {
        double[] seconds = new double[starts];
        double[] resident = new double[starts];
        double[] proportional = new double[starts];
        for (int i = 0; i < starts; i++) {
            long start = System.nanoTime();
            try (Daemon daemon = agent.start(options, Ports.free(), site.log(key))) {
                awaitAnswer(daemon, question, path);
                seconds[i] = (System.nanoTime() - start) / 1e9;
                site.progress().accept("  " + key + " serves");
                Memory idle = idle(daemon);
                resident[i] = idle.resident() / MEBI;
                proportional[i] = idle.proportional() / MEBI;
            }
        }
        findings.add(key + "-start", "From an agent's start to its first answer" + how, "s", seconds);
        findings.add(key + "-resident", "Resident memory of an idle agent" + how, "MiB", resident);
        findings.add(key + "-proportional", "The same without what other processes share" + how, "MiB", proportional);
    }

    private static void awaitAnswer(Daemon daemon, Question question, String path) {
        Awaitility.await("the agent serves")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .failFast(() -> !daemon.alive())
                .until(() -> question.answered(path));
    }

    /** Its memory when it has had nothing to do for a while. */
    private static Memory idle(Daemon daemon) {
        try {
            Thread.sleep(IDLE.toMillis());
            return Memory.asItIs(daemon);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
