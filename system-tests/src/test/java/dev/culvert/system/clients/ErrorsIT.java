package dev.culvert.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What an application with the gem kubeclient is told of Culvert's errors: classes, codes and words. None says that an object is
 * not there, or there already, and a write goes out once at most.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf("kubeclientIsInstalled")
final class ErrorsIT {
    private static final String LOST = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}";

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    static boolean kubeclientIsInstalled() {
        boolean there = Command.of("ruby", "-e", "require 'kubeclient'").run().exit() == 0;
        if (!there) {
            System.out.println("SKIPPED ErrorsIT: no ruby with the gem kubeclient (Debian: ruby-kubeclient)");
        }
        return there;
    }

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
        assertThat(said(target.token().orElseThrow(), "wrong"))
                .containsExactly(
                        "read: Kubeclient::HttpError 401 gateway: the token is not valid (request ID)",
                        "write: Kubeclient::HttpError 401 gateway: the token is not valid (request ID)",
                        "watch: Kubeclient::HttpError 401 Unauthorized");
    }

    @Test
    void aClusterThatIsNotThere() {
        String message = "gateway: user \"admin\" has no access to cluster \"nowhere\" (request ID)";
        assertThat(said(target.prefix(), "/clusters/nowhere"))
                .containsExactly(
                        "read: Kubeclient::HttpError 403 " + message,
                        "write: Kubeclient::HttpError 403 " + message,
                        "watch: Kubeclient::HttpError 403 Forbidden");
    }

    @Test
    void anAgentThatNeverCame() {
        String message = "gateway: the agent of cluster \"" + Installation.VACANT + "\" is not connected (request ID)";
        await("requests do not wait for it any more")
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(said(target.prefix(), "/clusters/" + Installation.VACANT))
                        .containsExactly(
                                "read: Kubeclient::HttpError 503 " + message,
                                "write: Kubeclient::HttpError 503 " + message,
                                "watch: Kubeclient::HttpError 503 Service Unavailable"));
    }

    @Test
    void aConnectionThatBreaksAndAWriteThatGoesOutOnce() {
        rig.answerAlways(Script.of(Step.readRequest(), Step.cut()));
        int before = rig.connections();
        String message = "agent: the connection to the cluster's API server broke; the request may still be processing"
                + " (request ID)";
        assertThat(said("", ""))
                .containsExactly(
                        "read: Kubeclient::HttpError 504 " + message,
                        "write: Kubeclient::HttpError 504 " + message,
                        "watch: Kubeclient::HttpError 504 Gateway Timeout");
        assertThat(requests(before, "POST ")).isEqualTo(1);
    }

    @Test
    void anAgentWhoseCredentialIsRefused() {
        rig.answerAlways(Script.reply(LOST));
        String message = "agent: the cluster's API server refused the agent's credential (request ID)";
        assertThat(said("", ""))
                .containsExactly(
                        "read: Kubeclient::HttpError 500 " + message,
                        "write: Kubeclient::HttpError 500 " + message,
                        "watch: Kubeclient::HttpError 500 Internal Server Error");
    }

    private long requests(int from, String start) {
        return IntStream.range(from, rig.connections())
                .filter(connection -> rig.recording(connection).text().startsWith(start))
                .count();
    }

    /** What the program says with the kubeconfig in which that text is replaced. */
    private List<String> said(String text, String other) {
        try {
            Path kubeconfig = Scratch.file("errors.kubeconfig");
            String all = Files.readString(target.kubeconfig());
            Files.writeString(kubeconfig, text.isEmpty() ? all : all.replace(text, other));
            return Command.of(
                            "ruby",
                            Repository.root()
                                    .resolve("system-tests/src/test/ruby/errors.rb")
                                    .toString())
                    .env("KUBECONFIG", kubeconfig.toString())
                    .run()
                    .orFail()
                    .out()
                    .replaceAll("\\(request [-a-z0-9]+\\)", "(request ID)")
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
