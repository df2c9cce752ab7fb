package dev.culvert.system.rig;

import dev.culvert.clusters.echo.EchoUpstream;
import dev.culvert.clusters.echo.Recording;
import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Gateway and agent as processes, and where the API server would be, a scripted upstream in this JVM. Two callers: one acts as
 * the agent, the other as herself.
 */
public final class EchoRig implements AutoCloseable {
    /** What the agent says to the upstream; no caller may ever see it. */
    public static final String AGENT_CREDENTIAL = "agents-own-credential-at-the-api-server";

    private static final String ALICE = "cvc_alice-0123456789-abcdefghijklmnopqrstuvwxyz";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EchoUpstream upstream;
    private final Daemon gateway;
    private final Daemon agent;
    private final Target target;

    private EchoRig(EchoUpstream upstream, Daemon gateway, Daemon agent, Target target) {
        this.upstream = upstream;
        this.gateway = gateway;
        this.agent = agent;
        this.target = target;
    }

    /** Starts all three. The agent knows already that the upstream has no HTTP/2: a connection is a request from here on. */
    public static EchoRig start() {
        Path home = Scratch.directory("rig-echo-" + System.nanoTime());
        Installation installation = Installation.create(home);
        append(installation.config());
        EchoUpstream upstream = EchoUpstream.start(Script.reply(Script.ok("{\"kind\":\"Fallback\"}")), PATIENCE);
        Path kubeconfig = home.resolve("upstream.kubeconfig");
        KubeconfigWriter.write(
                kubeconfig, "upstream", upstream.server(), upstream.access().caPem(), AGENT_CREDENTIAL);
        Daemon gateway = Daemon.start("gateway-echo", gatewayLine(installation), Map.of(), installation.gatewayReady());
        int health = Rig.freePort();
        Daemon agent = Daemon.start(
                "agent-echo",
                agentLine(installation, kubeconfig, health),
                Map.of(),
                URI.create("http://127.0.0.1:" + health + "/readyz"));
        Target target = Target.of("echo", installation.writeKubeconfig());
        EchoRig rig = new EchoRig(upstream, gateway, agent, target);
        try {
            gateway.awaitReady();
            agent.awaitReady();
            RawConnection.exchange(target, RawRequest.get("/version"));
            return rig;
        } catch (RuntimeException | Error e) {
            rig.close();
            throw e;
        }
    }

    /** For the caller who acts as the agent. */
    public Target target() {
        return target;
    }

    /** For alice, uid u-17, of the groups devs and ops, who acts as herself. */
    public Target alice() {
        return target.withToken(ALICE);
    }

    /** What the upstream does on the next connection. */
    public EchoRig next(Script script) {
        upstream.enqueue(script);
        return this;
    }

    /** Connections that the upstream has had. */
    public int connections() {
        return upstream.recordings().size();
    }

    /** What arrived on the last one. */
    public Recording last() {
        List<Recording> all = upstream.recordings();
        return all.get(all.size() - 1);
    }

    /** Host and port, as the agent must name it. */
    public String upstreamAuthority() {
        return upstream.server().getAuthority();
    }

    /** Both processes' logs. */
    public String logs() {
        return gateway.log() + agent.log();
    }

    @Override
    public void close() {
        agent.close();
        gateway.close();
        upstream.close();
    }

    private static void append(Path config) {
        String alice = """
                  - name: alice
                    uid: u-17
                    groups: [devs, ops]
                    extra:
                      example.com/scope: [a, b]
                    tokens:
                      - sha256: "%s"
                    access:
                      - clusters: ["*"]
                        mode: impersonate
                """.formatted(Installation.sha256(ALICE));
        try {
            Files.writeString(config, alice, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> gatewayLine(Installation installation) {
        return List.of(
                Daemon.java(),
                "-XX:+UseSerialGC",
                "-jar",
                Repository.jar("gateway").toString(),
                "run",
                "--config",
                installation.config().toString());
    }

    /** One carrier, so that there is one event loop that has to learn what the upstream speaks. */
    private static List<String> agentLine(Installation installation, Path kubeconfig, int health) {
        return List.of(
                Daemon.java(),
                "-XX:+UseSerialGC",
                "-jar",
                Repository.jar("cluster-proxy").toString(),
                "run",
                "--gateway",
                installation.url(),
                "--token-file",
                installation.agentToken().toString(),
                "--ca-file",
                installation.authority().toString(),
                "--kubeconfig",
                kubeconfig.toString(),
                "--carriers",
                "1",
                "--health-address",
                "127.0.0.1:" + health);
    }
}
