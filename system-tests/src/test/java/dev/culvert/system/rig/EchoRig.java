package dev.culvert.system.rig;

import dev.culvert.clusters.echo.EchoUpstream;
import dev.culvert.clusters.echo.Recording;
import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gateway and agent as processes, and where the API server would be, a scripted upstream in this JVM. Three callers: one acts
 * as the agent, the others as themselves.
 */
public final class EchoRig implements AutoCloseable {
    /** What the agent says to the upstream; no caller may ever see it. */
    public static final String AGENT_CREDENTIAL = "agents-own-credential-at-the-api-server";

    private static final Script FALLBACK = Script.reply(Script.ok("{\"kind\":\"Fallback\"}"));

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EchoUpstream upstream;
    private final Installation installation;
    private final Daemon gateway;
    private final Daemon agent;
    private final Target target;

    private EchoRig(Installation installation, EchoUpstream upstream, Daemon gateway, Daemon agent, Target target) {
        this.installation = installation;
        this.upstream = upstream;
        this.gateway = gateway;
        this.agent = agent;
        this.target = target;
    }

    /** Starts all three. The agent knows already that the upstream has no HTTP/2: a connection is a request from here on. */
    public static EchoRig start() {
        return start(Map.of());
    }

    /** The same, with variables in the environment of both processes. */
    public static EchoRig start(Map<String, String> environment) {
        return start(environment, installation -> "");
    }

    /**
     * The same, with more in the gateway's configuration.
     *
     * @param more what comes behind it, where the list of callers ends
     */
    public static EchoRig start(Function<Installation, String> more) {
        return start(Map.of(), more);
    }

    /** The same with both. */
    public static EchoRig start(Map<String, String> environment, Function<Installation, String> more) {
        Path home = Scratch.directory("rig-echo-" + System.nanoTime());
        Installation installation = Installation.create(home);
        installation.configure(more.apply(installation));
        EchoUpstream upstream = EchoUpstream.start(FALLBACK, PATIENCE);
        Path kubeconfig = home.resolve("upstream.kubeconfig");
        KubeconfigWriter.write(
                kubeconfig, "upstream", upstream.server(), upstream.access().caPem(), AGENT_CREDENTIAL);
        Daemon gateway = Daemon.start(
                "gateway-echo", installation.gatewayLine("-XX:+UseSerialGC"), environment, installation.gatewayReady());
        int health = Rig.freePort();
        Daemon agent = Daemon.start(
                "agent-echo",
                // One carrier, so that there is one event loop that has to learn what the upstream speaks; and no
                // question of its own.
                installation.agentLine(
                        kubeconfig, health, List.of("-XX:+UseSerialGC"), "--carriers", "1", "--rights-check", "0"),
                environment,
                URI.create("http://127.0.0.1:" + health + "/readyz"));
        Target target = Target.of("echo", installation.writeKubeconfig());
        EchoRig rig = new EchoRig(installation, upstream, gateway, agent, target);
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
        return target.withToken(Callers.ALICE);
    }

    /** For a caller with a token of 32 KiB and {@link #crowdsGroups} groups, who acts as himself. */
    public Target crowd() {
        return target.withToken(Callers.CROWD);
    }

    public static List<String> crowdsGroups() {
        return Callers.crowdsGroups();
    }

    /** From here on nobody listens where the API server would be. */
    public void stopUpstream() {
        upstream.close();
    }

    /** What the upstream does on the next connection. */
    public EchoRig next(Script script) {
        upstream.enqueue(script);
        return this;
    }

    /** What the upstream does on every connection that has no script of its own, until {@link #answerAsUsual}. */
    public EchoRig answerAlways(Script script) {
        upstream.fallback(script);
        return this;
    }

    public void answerAsUsual() {
        upstream.fallback(FALLBACK);
    }

    /** Connections that the upstream has had. */
    public int connections() {
        return upstream.recordings().size();
    }

    /** What arrived on the connection of that number, from 0 on. */
    public Recording recording(int connection) {
        return upstream.recordings().get(connection);
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

    public String gatewayLog() {
        return gateway.log();
    }

    /** All that gateway and agent were given and others must not see. */
    public Collection<String> secrets() {
        return installation.secrets();
    }

    /** What everybody on the machine sees of both processes. */
    public String commandLines() {
        return Stream.of(gateway, agent)
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .map(Installation::read)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        agent.close();
        gateway.close();
        upstream.close();
    }
}
