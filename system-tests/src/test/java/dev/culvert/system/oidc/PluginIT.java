package dev.culvert.system.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Running;
import dev.culvert.system.rig.Scratch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** kubectl runs kubeconfig-gen, and a person logs in at a provider of other people's. */
final class PluginIT {
    private static final int PORT = Rig.freePort();
    private static final String ISSUER = "https://localhost:" + PORT;
    private static final String VERSION = "/clusters/" + Rig.CLUSTER + "/version";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path HOME = Scratch.directory("plugin");

    private static Daemon provider;
    private static EchoRig rig;
    private static Path authority;

    @BeforeAll
    static void start() throws IOException {
        boolean kubectl = Command.of("sh", "-c", "command -v kubectl").run().exit() == 0;
        if (!kubectl) {
            System.out.println("SKIPPED PluginIT: no kubectl on the path");
        }
        assumeTrue(kubectl, "no kubectl on the path");
        Optional<Path> installed = RealProvider.installed();
        assumeTrue(installed.isPresent(), "no OpenID Connect provider can be installed here");
        rig = EchoRig.start(installation -> {
            authority = installation.authority();
            provider = RealProvider.start(installed.get(), PORT, installation);
            return yaml(installation);
        });
        Files.writeString(HOME.resolve("kubeconfig-gen"), """
                #!/bin/sh
                exec '%s' -XX:TieredStopAtLevel=1 -jar '%s' "$@"
                """.formatted(
                        ProcessHandle.current().info().command().orElse("java"), Repository.jar("kubeconfig-gen")));
        Files.setPosixFilePermissions(HOME.resolve("kubeconfig-gen"), PosixFilePermissions.fromString("rwx------"));
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
        if (provider != null) {
            provider.close();
        }
    }

    @Test
    void aPersonLogsInByDeviceCodeAndLaterCallsRenewByThemselves() throws IOException {
        Path kubeconfig = kubeconfig("device");

        logIn("device", kubeconfig, "or open (\\S+)", "dev-jane");
        assertCaller("dev-jane");
        String first = kept("device");
        // The provider's ID tokens live so short here that each call has to renew.
        Outcome second = kubectl("device", kubeconfig).within(PATIENCE).run();

        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(second.err()).doesNotContain("To log in");
        assertCaller("dev-jane");
        assertThat(kept("device")).isNotEqualTo(first);
        assertNoSecrets(first + kept("device"));
    }

    @Test
    void aPersonLogsInWithABrowserOnThisMachine() throws IOException {
        Path kubeconfig =
                kubeconfig("browser", "--oidc-login=browser", "--exec-api-version=client.authentication.k8s.io/v1");

        String page = logIn("browser", kubeconfig, "To log in, open (\\S+)", "dev-carl");

        assertThat(page).isEqualTo("You can close this page and go back to the terminal.\n");
        assertCaller("dev-carl");
        assertThat(kept("browser")).contains("\"refresh_token\"");
    }

    @Test
    void whoMayNotLogInFailsAtOnce() throws IOException {
        Path kubeconfig = kubeconfig("never", "--oidc-login=never");
        int before = rig.connections();

        Outcome outcome = kubectl("never", kubeconfig).within(PATIENCE).run();

        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.err()).contains("nobody is logged in");
        assertThat(rig.connections()).isEqualTo(before);
    }

    /** The last page that the person saw. */
    private static String logIn(String cache, Path kubeconfig, String invitation, String name) {
        Pattern url = Pattern.compile(invitation);
        try (Running terminal = terminal(cache, kubeconfig).startWithOpenInput()) {
            await("an invitation to log in")
                    .atMost(PATIENCE)
                    .until(() ->
                            !terminal.alive() || url.matcher(terminal.out()).find());
            Matcher found = url.matcher(terminal.out());
            assertThat(found.find()).as(terminal.out()).isTrue();
            String page = new Person(name, rig.target().tls()).visit(URI.create(found.group(1)));
            Outcome outcome = terminal.awaitEnd(PATIENCE);
            assertThat(outcome.exit()).as(outcome.toString()).isZero();
            return page;
        }
    }

    private static void assertCaller(String name) {
        assertThat(rig.last().headerLines())
                .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("impersonate-user"))
                .containsExactly("Impersonate-User: " + ISSUER + "#" + name);
    }

    private static void assertNoSecrets(String kept) {
        Matcher secret =
                Pattern.compile("\"(?:id|refresh)_token\":\"([^\"]+)\"").matcher(kept);
        int found = 0;
        while (secret.find()) {
            found++;
            assertThat(rig.logs().contains(secret.group(1)))
                    .as("a token in a log")
                    .isFalse();
        }
        assertThat(found).isEqualTo(4);
    }

    private static Command kubectl(String cache, Path kubeconfig) {
        return environment(Command.of("kubectl", "get", "--raw", VERSION), cache, kubeconfig);
    }

    /** kubectl tells its plugin that a person is there where its standard input is a terminal. */
    private static Command terminal(String cache, Path kubeconfig) {
        return environment(
                Command.of("script", "-qec", "kubectl get --raw " + VERSION, "/dev/null"), cache, kubeconfig);
    }

    private static Command environment(Command command, String cache, Path kubeconfig) {
        return command.env("KUBECONFIG", kubeconfig.toString())
                .env("XDG_CACHE_HOME", HOME.resolve(cache).toString());
    }

    private static Path kubeconfig(String name, String... more) {
        Path file = HOME.resolve(name + ".kubeconfig");
        Command.of(HOME.resolve("kubeconfig-gen").toString())
                .with("--gateway", rig.target().server().resolve("/").toString().replaceFirst("/$", ""))
                .with("--cluster", Rig.CLUSTER, "--ca-file", authority.toString())
                .with(
                        "--oidc-issuer",
                        ISSUER,
                        "--oidc-client-id",
                        "culvert-cli",
                        "--oidc-ca-file",
                        authority.toString())
                .with("--plugin-command", HOME.resolve("kubeconfig-gen").toString(), "--output", file.toString())
                .with(more)
                .run()
                .orFail();
        return file;
    }

    private static String kept(String cache) throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve(cache))) {
            Path file = files.filter(path -> path.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(file);
        }
    }

    private static String yaml(Installation installation) {
        return """
              - name: "%1$s#dev-jane"
                access:
                  - clusters: ["*"]
                    mode: impersonate
              - name: "%1$s#dev-carl"
                access:
                  - clusters: ["*"]
                    mode: impersonate
            authentication:
              oidc:
                - issuer: "%1$s"
                  caFile: "%2$s"
                  audiences: [culvert-cli]
                  groupsClaim: groups
            """.formatted(ISSUER, installation.authority());
    }
}
