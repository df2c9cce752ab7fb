package dev.culvert.system.install;

import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway on this machine, and what {@code gateway manifest} printed for a namespace of a cluster that has the image. */
final class InstalledAgents implements AutoCloseable {
    static final String CLUSTER = "installed";
    private static final String ALICE = "cvc_alice-install-0123456789-abcdefghijklmnopqrstuvwxyz";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path home;
    private final String url;
    private final Daemon gateway;
    private final Target target;
    private final List<String> namespaces = new ArrayList<>();

    private InstalledAgents(Path home, String url, Daemon gateway, Target target) {
        this.home = home;
        this.url = url;
        this.gateway = gateway;
        this.target = target;
    }

    /** Starts the gateway, on the address of the node that pods and this machine share. */
    static InstalledAgents start(String address) {
        Path home = Scratch.directory("installed");
        int port = Rig.freePort();
        int privatePort = Rig.freePort();
        ours("gateway", "init")
                .with("--dir", home.toString(), "--host", address, "--cluster", CLUSTER)
                .with("--address", "0.0.0.0", "--port", Integer.toString(port))
                .with("--private-address", "127.0.0.1:" + privatePort)
                .run()
                .orFail();
        registerAlice(home.resolve("gateway.yaml"));
        List<String> line = List.of(
                Daemon.java(),
                "-Xmx256m",
                "-jar",
                Repository.jar("gateway").toString(),
                "run",
                "--config",
                home.resolve("gateway.yaml").toString());
        Daemon gateway = Daemon.start(
                "gateway-installed", line, Map.of(), URI.create("http://127.0.0.1:" + privatePort + "/readyz"));
        try {
            gateway.awaitReady();
            String url = "https://" + address + ":" + port;
            Path kubeconfig = home.resolve("caller.kubeconfig");
            ours("kubeconfig-gen")
                    .with("--gateway", url, "--cluster", CLUSTER)
                    .with("--ca-file", home.resolve("ca.crt").toString())
                    .with("--token-file", home.resolve("caller-admin.token").toString())
                    .with("--output", kubeconfig.toString())
                    .run()
                    .orFail();
            return new InstalledAgents(home, url, gateway, Target.of("installed", kubeconfig));
        } catch (RuntimeException | Error e) {
            gateway.close();
            throw e;
        }
    }

    /** The cluster, with the rights of the agent. */
    Target target() {
        return target;
    }

    /** The same as alice, of the group devs, who acts as herself. */
    Target alice() {
        return target.withToken(ALICE);
    }

    /** The manifest of a namespace, in a file. */
    Path manifest(String namespace, String image, String... options) {
        String yaml = ours("gateway", "manifest")
                .with("--cluster", CLUSTER, "--gateway", url, "--namespace", namespace, "--image", image)
                .with("--ca-file", home.resolve("ca.crt").toString())
                .with(
                        "--token-file",
                        home.resolve("agent-" + CLUSTER + ".token").toString())
                .with(options)
                .run()
                .orFail()
                .out();
        try {
            return Files.writeString(Scratch.file(namespace + ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply(String namespace, Path manifest) {
        namespaces.add(namespace);
        direct("apply", "-f", manifest.toString()).orFail();
        awaitRollout(namespace);
    }

    /** Until the pods of the latest template are ready, and those of others are gone. */
    void awaitRollout(String namespace) {
        direct("rollout", "status", "deployment/cluster-proxy", "-n", namespace, "--timeout=280s")
                .orFail();
        await("pods of before are gone")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> pods(namespace).size() == replicas(namespace));
    }

    /** Names of the pods that there are, those that end among them. */
    List<String> pods(String namespace) {
        return direct("get", "pods", "-n", namespace, "-o", "jsonpath={range .items[*]}{.metadata.name}{'\\n'}{end}")
                .orFail()
                .out()
                .lines()
                .toList();
    }

    private static int replicas(String namespace) {
        return Integer.parseInt(
                direct("get", "deployment/cluster-proxy", "-n", namespace, "-o", "jsonpath={.spec.replicas}")
                        .orFail()
                        .out());
    }

    /** kubectl at the cluster itself. */
    static Outcome direct(String... arguments) {
        return Rigs.direct().kubectl(arguments).within(PATIENCE).run();
    }

    private static Command ours(String module, String... arguments) {
        return Command.of(Daemon.java(), "-jar", Repository.jar(module).toString())
                .with(arguments);
    }

    private static void registerAlice(Path config) {
        try {
            Files.writeString(config, Files.readString(config) + """
                  - name: alice
                    groups: [devs]
                    tokens:
                      - sha256: "%s"
                    access:
                      - clusters: ["*"]
                        mode: impersonate
                """.formatted(Installation.sha256(ALICE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the gateway's log holds the agent's token. */
    boolean logHoldsAToken() throws IOException {
        String log = gateway.log();
        return log.contains(ALICE)
                || log.contains(Files.readString(home.resolve("agent-" + CLUSTER + ".token"))
                        .strip());
    }

    @Override
    public void close() {
        for (String namespace : namespaces) {
            direct("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
            direct(
                    "delete",
                    "clusterrole,clusterrolebinding",
                    "--ignore-not-found",
                    "culvert:" + namespace + ":impersonator",
                    "culvert:" + namespace + ":agent");
        }
        gateway.close();
    }
}
