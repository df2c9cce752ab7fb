package dev.culvert.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.Target;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One agent at two gateways, which are restarted in turn while callers go on. Needs no cluster. */
@Tag("slow")
@Timeout(300)
final class RollingRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Of a watch that has run for longer than an agent takes for a flash in the pan. */
    private static final int PROVEN_EVENTS = 210;

    private static final int SOME_ANSWERS = 50;

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Daemon> DAEMONS = new ArrayList<>();
    private static final List<Site> SITES = new ArrayList<>();
    private static final ScheduledExecutorService LOOKING = Executors.newScheduledThreadPool(2);

    private static Path home;
    private static Installation first;
    private static Installation second;
    private static URI agentReady;

    @BeforeAll
    static void start() throws Exception {
        home = Scratch.directory("rolling-" + System.nanoTime());
        first = Installation.create(home);
        // Callers learn that a gateway stops within a quarter of the grace, and agents come back while requests
        // wait: also on a machine that other tests keep busy.
        first.configure("shutdownGrace: 12s\nparking: {wait: 30s, window: 2m}\n");
        second = first.sibling("second");
        for (Installation installation : List.of(first, second)) {
            Daemon gateway = gateway(installation);
            DAEMONS.add(gateway);
            SITES.add(new Site(gateway, target(installation)));
        }
        NumberedUpstream upstream = new NumberedUpstream(VERTX);
        Path kubeconfig = home.resolve("upstream.kubeconfig");
        upstream.writeKubeconfig(kubeconfig);
        DAEMONS.get(0).awaitReady();
        DAEMONS.get(1).awaitReady();
        int health = Rig.freePort();
        agentReady = URI.create("http://127.0.0.1:" + health + "/readyz");
        DAEMONS.add(agent(kubeconfig, health));
        DAEMONS.get(2).awaitReady();
        // As a load balancer does, but more often.
        SITES.forEach(site -> LOOKING.scheduleWithFixedDelay(site::look, 0, 50, TimeUnit.MILLISECONDS));
    }

    @AfterAll
    static void stop() {
        LOOKING.shutdownNow();
        for (int i = DAEMONS.size() - 1; i >= 0; i--) {
            DAEMONS.get(i).close();
        }
        VERTX.close().await();
    }

    @Test
    void whileGatewaysRestartInTurnEveryAnswerIsRightAndOnlyWhatTheyCarriedBreaksForAllToSee() {
        awaitTheAgentAtBoth();
        Crowd crowd = new Crowd(VERTX, first.authority(), SITES);
        crowd.start();
        await("long watches at both").atMost(PATIENCE).until(() -> SITES.stream()
                .allMatch(site -> site.longestWatch() >= PROVEN_EVENTS));

        for (Site site : SITES) {
            int before = site.watchesBroken();
            site.restart();
            int then = site.answers();
            awaitTheAgentAtBoth();
            await(site + " answers again").atMost(PATIENCE).until(() -> site.answers() >= then + SOME_ANSWERS);
            assertThat(site.watchesBroken())
                    .as("watches that broke with %s", site)
                    .isGreaterThan(before);
        }

        crowd.stop();
        System.out.println("RollingRestartIT: right answers "
                + SITES.stream().map(Site::answers).toList() + ", watches that broke "
                + SITES.stream().map(Site::watchesBroken).toList());
        assertThat(crowd.wrong()).isEmpty();
        assertThat(DAEMONS.get(2).alive()).isTrue();
    }

    private static void awaitTheAgentAtBoth() {
        String text = "carriers 4\ngateway localhost:" + first.port() + " carriers 2\ngateway localhost:"
                + second.port() + " carriers 2\n";
        await("the agent is at both gateways").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        Command.of("curl", "--silent", "--max-time", "5", agentReady.toString())
                                .run()
                                .out())
                .startsWith(text));
    }

    private static Target target(Installation installation) {
        Path kubeconfig = installation.writeKubeconfig();
        return Target.of("rolling-" + installation.port(), kubeconfig);
    }

    private static Daemon gateway(Installation installation) {
        List<String> line = installation.gatewayLine("-XX:+UseSerialGC", "-Xmx256m");
        return Daemon.start("gateway-rolling-" + installation.port(), line, Map.of(), installation.gatewayReady());
    }

    private static Daemon agent(Path kubeconfig, int health) {
        List<String> java = List.of("-XX:+UseSerialGC", "-Xmx128m");
        List<String> line = first.agentLine(kubeconfig, health, java, "--gateway", second.url(), "--rights-check", "0");
        return Daemon.start("agent-rolling", line, Map.of(), agentReady);
    }
}
