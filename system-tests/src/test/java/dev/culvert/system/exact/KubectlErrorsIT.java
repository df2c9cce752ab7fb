package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** What somebody at a terminal gets to read of Culvert's errors, word for word. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf("kubectlIsInstalled")
final class KubectlErrorsIT {
    private static final String LOST = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}";
    private static final String ELSEWHERE =
            "HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n";

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    static boolean kubectlIsInstalled() {
        return Command.of("sh", "-c", "command -v kubectl").run().exit() == 0;
    }

    /** Some kubectls ask for the version on their own account, so that a script for one connection would not do. */
    @AfterEach
    void answerAsUsual() {
        rig.answerAsUsual();
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void aTokenThatIsNotKnown() {
        assertSaid(
                raw("/version", "--token=wrong"),
                "error: You must be logged in to the server (gateway: the token is not valid (request ID))");
    }

    @Test
    void aClusterThatIsNotThere() {
        assertSaid(
                kubectl("get", "--raw", "/clusters/nowhere/version"),
                "Error from server (Forbidden): gateway: user \"admin\" has no access to cluster \"nowhere\" (request ID)");
    }

    @Test
    void impersonation() {
        assertSaid(
                raw("/version", "--as=bob"),
                "Error from server (Forbidden): gateway: nested impersonation is not supported where callers act as the"
                        + " agent: the request has an Impersonate header (kubectl --as, --as-group, --as-uid) (request ID)");
    }

    @Test
    void anAgentThatNeverCame() {
        await("requests do not wait for it any more")
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertSaid(
                        kubectl("get", "--raw", "/clusters/" + Installation.VACANT + "/version"),
                        "Error from server (ServiceUnavailable): gateway: the agent of cluster \"" + Installation.VACANT
                                + "\" is not connected (request ID)"));
    }

    @Test
    void aConnectionThatBreaks() {
        rig.answerAlways(Script.of(Step.readRequest(), Step.cut()));
        assertSaid(
                raw("/version"),
                "Error from server (Timeout): agent: the connection to the cluster's API server broke;"
                        + " the request may still be processing (request ID)");
    }

    @Test
    void anAgentWhoseCredentialIsRefused() {
        rig.answerAlways(Script.reply(LOST));
        assertSaid(
                raw("/version"),
                "Error from server (InternalError): agent: the cluster's API server refused the agent's credential"
                        + " (request ID)");
    }

    @Test
    void anAnswerThatMustNotBeRelayed() {
        rig.answerAlways(Script.reply(ELSEWHERE));
        assertSaid(
                raw("/version"),
                "Error from server (InternalError): agent: the cluster's API server gave an answer that must not be"
                        + " relayed (request ID)");
    }

    @Test
    void aPathThatLeadsOutOfTheCluster() {
        assertSaid(
                raw("/..%2fother/version"),
                "Error from server (BadRequest): gateway: the path leads out of the cluster (request ID)");
    }

    @Test
    void aRefusalIsNotRemembered() {
        assertThat(raw("/version", "--token=wrong").exit()).isEqualTo(1);
        assertThat(raw("/version").orFail().out()).contains("Fallback");
    }

    /** client-go runs a plugin at its start, and again once for each 401, for nothing else. */
    @Test
    void aPluginIsAskedForANewCredentialOn401AndForNoOtherError() throws IOException {
        Path runs = Scratch.file("plugin-runs");
        Path token = Scratch.file("plugin-token");
        Path plugin = Scratch.file("plugin.sh");
        Path kubeconfig = Scratch.file("plugin.kubeconfig");
        Files.copy(target.kubeconfig(), kubeconfig);
        Files.writeString(plugin, """
                echo run >> %s
                echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$(cat %s)'"}}'
                """.formatted(runs, token));
        configure(
                kubeconfig,
                "set-credentials",
                "plugin",
                "--exec-command=sh",
                "--exec-arg=" + plugin,
                "--exec-interactive-mode=Never",
                "--exec-api-version=client.authentication.k8s.io/v1");
        configure(kubeconfig, "set-context", "--current", "--user=plugin");
        String option = "--kubeconfig=" + kubeconfig;

        Files.writeString(token, target.token().orElseThrow());
        // Some kubectls ask for the version on their own account, the first time.
        raw("/version", option).orFail();
        drained(runs);
        raw("/version", option).orFail();
        assertThat(drained(runs)).isEqualTo(1);
        for (String cluster : List.of("nowhere", Installation.VACANT)) {
            assertThat(kubectl("get", "--raw", "/clusters/" + cluster + "/version", option)
                            .exit())
                    .isEqualTo(1);
            assertThat(drained(runs)).isEqualTo(1);
        }
        Files.writeString(token, "has-expired");
        assertThat(raw("/version", option).exit()).isEqualTo(1);
        // One 401 each for the request and, where kubectl asks for it on its own account, for the version.
        assertThat(drained(runs)).isIn(2, 3);
    }

    private static int drained(Path runs) throws IOException {
        int count = Files.readAllLines(runs).size();
        Files.delete(runs);
        return count;
    }

    private static void configure(Path kubeconfig, String... arguments) {
        Command.of("kubectl", "config", "--kubeconfig=" + kubeconfig)
                .with(arguments)
                .run()
                .orFail();
    }

    private Outcome raw(String path, String... options) {
        return target.kubectl("get", "--raw", target.prefix() + path)
                .with(options)
                .run();
    }

    private Outcome kubectl(String... arguments) {
        return target.kubectl(arguments).run();
    }

    private static void assertSaid(Outcome outcome, String expected) {
        assertThat(outcome.err().replaceAll("\\(request [-a-z0-9]+\\)", "(request ID)"))
                .isEqualTo(expected + "\n");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(1);
    }
}
