package dev.culvert.system.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every authority gives way to another while gateway and agent run, by the steps that the documentation says. */
final class AuthorityRotationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path HOME = Scratch.directory("rotation");
    private static final Path CALLERS_CA = HOME.resolve("callers-ca.crt");

    private static final Path GATEWAYS = HOME.resolve("gateways");
    private static final Path AGENTS = HOME.resolve("agents");
    private static final Path CALLERS = HOME.resolve("callers");
    private static final Path JANE = HOME.resolve("jane");

    private static EchoRig rig;
    private static Installation installation;

    /** Beforehand: the other end of the stream waits for so long and no longer. */
    @BeforeAll
    static void makeTheirSuccessors() {
        for (Path directory : List.of(GATEWAYS, AGENTS, CALLERS)) {
            gateway("ca", "create", "--dir", directory.toString(), "--name", "Culvert CA of " + directory.getFileName())
                    .run()
                    .orFail();
        }
        gateway("ca", "issue", "--host", "localhost", "--dir", GATEWAYS.toString())
                .with("--ca", GATEWAYS.resolve("ca.crt").toString())
                .with("--ca-key", GATEWAYS.resolve("ca.key").toString())
                .run()
                .orFail();
        gateway("certificate", "issue", "--user", "jane", "--dir", JANE.toString())
                .with("--ca", CALLERS.resolve("ca.crt").toString())
                .with("--ca-key", CALLERS.resolve("ca.key").toString())
                .run()
                .orFail();
    }

    @BeforeAll
    static void start() {
        rig = EchoRig.start(Map.of("CULVERT_RELOAD", "1"), there -> {
            installation = there;
            write(CALLERS_CA, read(there.authority()));
            // New connections, and so new handshakes, every few seconds.
            write(
                    there.config(),
                    read(there.config()).replace("key: agents-ca.key\n", "key: agents-ca.key\n  life: 5s\n"));
            return """
                  - name: jane
                    access:
                      - clusters: ["*"]
                        mode: agent
                authentication:
                  clientCertificates: {ca: "%s"}
                reload: 250ms
                """.formatted(CALLERS_CA);
        });
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void aStreamLivesThroughTheRotationOfEveryAuthority() {
        awaitConnections(1, () -> {});
        try (LiveStream stream = LiveStream.open(rig)) {
            rotateTheGateways(stream);
            rotateTheAgents(stream);
            rotateTheCallers(stream);

            stream.use();
            assertThat(rig.logs()).doesNotContain("The connection to the gateway ended", "cannot be renewed");
        }
    }

    private static void rotateTheGateways(LiveStream stream) {
        Path trusted = installation.authority();
        write(trusted, read(trusted) + read(GATEWAYS.resolve("ca.crt")));
        awaitLog("A file has changed, its content is in use", 1, stream);

        write(installation.certificate(), read(GATEWAYS.resolve("gateway.crt")));
        write(installation.key(), read(GATEWAYS.resolve("gateway.key")));
        awaitLog("the gateway has a new certificate", 1, stream);

        write(trusted, read(GATEWAYS.resolve("ca.crt")));
        awaitLog("A file has changed, its content is in use", 2, stream);
        awaitConnections(1, stream::use);
    }

    private static void rotateTheAgents(LiveStream stream) {
        Path certificates = installation.config().resolveSibling("agents-ca.crt");
        write(certificates, read(AGENTS.resolve("ca.crt")) + read(certificates));
        write(installation.config().resolveSibling("agents-ca.key"), read(AGENTS.resolve("ca.key")));
        awaitLog("agents' certificates have another authority", 1, stream);
        // One may have been under way with a certificate of the authority before.
        awaitConnections(2, stream::use);

        write(certificates, read(AGENTS.resolve("ca.crt")));
        awaitLog("agents' certificates have another authority", 2, stream);
        awaitConnections(1, stream::use);
    }

    /** kubectl shows a certificate only where its authority is among those that the gateway names. */
    private static void rotateTheCallers(LiveStream stream) {
        assertThat(kubectl(JANE).exit()).isNotZero();

        write(CALLERS_CA, read(CALLERS_CA) + read(CALLERS.resolve("ca.crt")));

        await("the new authority's certificates count").atMost(PATIENCE).until(() -> {
            stream.use();
            return kubectl(JANE).exit() == 0;
        });
    }

    private static void awaitConnections(int more, Runnable meanwhile) {
        String connected = "credential=\"certificate\"";
        int before = count(connected);
        await("new connections by certificate").atMost(PATIENCE).until(() -> {
            meanwhile.run();
            return count(connected) >= before + more;
        });
    }

    private static void awaitLog(String text, int times, LiveStream stream) {
        await(text).atMost(PATIENCE).until(() -> {
            stream.use();
            return count(text) >= times;
        });
    }

    private static int count(String text) {
        return (int) rig.logs().lines().filter(line -> line.contains(text)).count();
    }

    private static Command gateway(String... arguments) {
        return Command.of(Daemon.java(), "-jar", Repository.jar("gateway").toString())
                .with(arguments);
    }

    private static Outcome kubectl(Path directory) {
        return Command.of("kubectl", "get", "--raw", "/clusters/" + Rig.CLUSTER + "/version")
                .with("--server=" + installation.url())
                .with("--certificate-authority=" + installation.authority())
                .with("--client-certificate=" + directory.resolve("client.crt"))
                .with("--client-key=" + directory.resolve("client.key"))
                .env("KUBECONFIG", "/dev/null")
                .run();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
