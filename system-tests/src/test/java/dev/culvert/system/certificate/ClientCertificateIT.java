package dev.culvert.system.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.Command;
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
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Certificates as an operator makes them, in the hands of kubectl. The agent has none, and connects all the same. */
final class ClientCertificateIT {
    private static final Path HOME = Scratch.directory("client-certificates");
    private static final Path REVOKED = HOME.resolve("revoked.crl");

    private static EchoRig rig;
    private static Installation installation;

    @BeforeAll
    static void start() {
        rig = EchoRig.start(there -> {
            installation = there;
            certificate("revoke", "--crl", REVOKED.toString());
            return """
                  - name: jane
                    access:
                      - clusters: ["*"]
                        mode: impersonate
                authentication:
                  clientCertificates:
                    ca: "%s"
                    crl: "%s"
                reload: 250ms
                """.formatted(there.authority(), REVOKED);
        });
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void kubectlIsWhomItsCertificateNames() {
        Path jane = issue("jane", "dev", "ops");

        assertThat(kubectl(jane).exit()).isZero();

        assertThat(rig.last().headerLines())
                .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("impersonate-"))
                .containsExactly("Impersonate-User: jane", "Impersonate-Group: dev", "Impersonate-Group: ops");
    }

    @Test
    void aNameWithoutARuleHasNoAccess() {
        Outcome outcome = kubectl(issue("carl"));

        assertThat(outcome.err()).contains("(Forbidden)", "user \"carl\" has no access to cluster");
    }

    @Test
    void aTokenCountsMoreThanACertificate() {
        Outcome outcome =
                kubectl(issue("carl"), "--token=" + rig.alice().token().orElseThrow());

        assertThat(outcome.exit()).isZero();
        assertThat(rig.last().headerLines()).contains("Impersonate-User: alice");
    }

    @Test
    void aKeyThatNeverLeftItsOwnerIsCertifiedByRequest() {
        Path request = HOME.resolve("jane.csr");
        Path key = HOME.resolve("jane.key");
        Command.of("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=root")
                .with("-keyout", key.toString(), "-out", request.toString())
                .run()
                .orFail();
        Path certificate = Scratch.file("jane.crt");
        write(
                certificate,
                certificate("issue", "--user", "jane", "--csr", request.toString())
                        .out());

        assertThat(kubectl(certificate, key).exit()).isZero();
        assertThat(rig.last().headerLines()).contains("Impersonate-User: jane");
    }

    @Test
    void aRevokedCertificateStopsToCountWithinSeconds() {
        Path jane = issue("jane");
        assertThat(kubectl(jane).exit()).isZero();

        certificate(
                "revoke",
                "--crl",
                REVOKED.toString(),
                "--certificate",
                jane.resolve("client.crt").toString());

        await("the gateway has read the list")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(kubectl(jane).err()).contains("the client certificate is not valid"));
        assertThat(kubectl(issue("jane")).exit()).isZero();
    }

    private static Path issue(String user, String... groups) {
        Path directory = Scratch.file("certificate-of-" + user);
        Command command = command("issue", "--user", user, "--days", "1", "--dir", directory.toString());
        List.of(groups).forEach(group -> command.with("--group", group));
        command.run().orFail();
        return directory;
    }

    private static Outcome certificate(String... arguments) {
        return command(arguments).run().orFail();
    }

    private static Command command(String... arguments) {
        return Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .with("-jar", Repository.jar("gateway").toString(), "certificate")
                .with(arguments)
                .with("--ca", installation.authority().toString())
                .with("--ca-key", installation.authorityKey().toString());
    }

    private static Outcome kubectl(Path directory, String... more) {
        return kubectl(directory.resolve("client.crt"), directory.resolve("client.key"), more);
    }

    private static Outcome kubectl(Path certificate, Path key, String... more) {
        return Command.of("kubectl", "get", "--raw", "/clusters/" + Rig.CLUSTER + "/version")
                .with("--server=" + installation.url())
                .with("--certificate-authority=" + installation.authority())
                .with("--client-certificate=" + certificate)
                .with("--client-key=" + key)
                .with(more)
                .env("KUBECONFIG", "/dev/null")
                .run();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
