package dev.culvert.system.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A gateway and an agent as processes of their own, started from the built jars as an operator would. */
public final class Rig implements AutoCloseable {

    /** The name under which the cluster is registered. */
    public static final String CLUSTER = "system-test";

    /** With this property set the "gateway" is the cluster itself: what the tests then find is wrong with the tests. */
    private static final boolean LOOPBACK = Boolean.getBoolean("culvert.system.loopback");

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final List<Daemon> daemons = new ArrayList<>();
    private final Target target;
    private final Installation installation;
    private @Nullable Target hostTarget;

    private Rig(Target target, Installation installation, List<Daemon> daemons) {
        this.target = target;
        this.installation = installation;
        this.daemons.addAll(daemons);
    }

    static Rig start(CarrierKind kind) {
        return start(kind, "rig-" + kind.option(), Map.of(), cluster());
    }

    /** A rig of a test's own, whose agent can reach its gateway through an HTTP proxy only. The test closes it. */
    public static Rig behindProxy(CarrierKind kind, URI proxy) {
        return start(kind, own("proxy", kind), Map.of("HTTPS_PROXY", proxy.toString()), cluster());
    }

    /** A rig of a test's own, with the API server of that kubeconfig instead of the cluster's. The test closes it. */
    public static Rig inFrontOf(CarrierKind kind, Path kubeconfig) {
        return start(kind, own("other", kind), Map.of(), kubeconfig);
    }

    /** Several tests have such a rig, and each is made anew. */
    private static String own(String what, CarrierKind kind) {
        return "rig-" + what + "-" + kind.option() + "-" + NUMBERS.incrementAndGet();
    }

    private static Path cluster() {
        return SystemExtension.kubeconfig().orElseThrow();
    }

    private static Rig start(CarrierKind kind, String name, Map<String, String> agentEnvironment, Path kubeconfig) {
        Path home = Scratch.directory(name);
        if (LOOPBACK) {
            return new Rig(Target.of(kind.option(), kubeconfig), Installation.none(), List.of());
        }
        Installation installation = Installation.create(home);
        Daemon gateway = gateway(kind, installation);
        List<Daemon> daemons = new ArrayList<>(List.of(gateway));
        try {
            gateway.awaitReady();
            Daemon agent = agent(kind, installation, agentEnvironment, kubeconfig);
            daemons.add(agent);
            agent.awaitReady();
            return new Rig(Target.of(kind.option(), installation.writeKubeconfig()), installation, daemons);
        } catch (RuntimeException | Error e) {
            daemons.forEach(Daemon::close);
            throw e;
        }
    }

    /** The cluster, through this gateway. */
    public Target target() {
        return target;
    }

    /** The same for alice, of the groups devs and ops, who acts as herself and has no rights but those that a test gives her. */
    public Target alice() {
        return target.withToken(Callers.ALICE);
    }

    /** The cluster, through this gateway, under a host name of its own, which only a {@link ConnectProxy} knows. */
    public synchronized Target hostTarget() {
        Target known = hostTarget;
        if (known == null) {
            // By a JVM of its own, and the client matrix asks at each of a thousand commands.
            known = isLoopback() ? target : Target.of("host", installation.writeHostKubeconfig());
            hostTarget = known;
        }
        return known;
    }

    public Installation installation() {
        return installation;
    }

    public Daemon gateway() {
        return daemons.get(0);
    }

    public Daemon agent() {
        return daemons.get(1);
    }

    /** True when there is no gateway at all: tests of gateway and agent themselves make no sense. */
    public boolean isLoopback() {
        return daemons.isEmpty();
    }

    /** The logs of both processes hold none of the secrets that they were given. */
    public void assertNoSecretInLogs() {
        Collection<String> secrets = installation.secrets();
        for (Daemon daemon : daemons) {
            String log = daemon.log();
            assertThat(log.contains("LEAK: "))
                    .as("Netty's report of a leaked buffer in the log of %s: %s", daemon, daemon.logFile())
                    .isFalse();
            for (String secret : secrets) {
                assertThat(log.contains(secret))
                        .as("a secret in the log of %s", daemon)
                        .isFalse();
            }
        }
    }

    @Override
    public void close() {
        for (int i = daemons.size() - 1; i >= 0; i--) {
            daemons.get(i).close();
        }
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Daemon gateway(CarrierKind kind, Installation installation) {
        List<String> line = installation.gatewayLine("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");
        return Daemon.start("gateway-" + kind.option(), line, Map.of(), installation.gatewayReady());
    }

    private static Daemon agent(
            CarrierKind kind, Installation installation, Map<String, String> environment, Path kubeconfig) {
        int health = freePort();
        List<String> java =
                List.of("-XX:+UseSerialGC", "-Xmx128m", "-XX:MaxDirectMemorySize=128m", "-XX:+ExitOnOutOfMemoryError");
        List<String> line = installation.agentLine(kubeconfig, health, java, "--carrier", kind.option());
        URI ready = URI.create("http://127.0.0.1:" + health + "/readyz");
        return Daemon.start("agent-" + kind.option(), line, environment, ready);
    }
}
