package dev.culvert.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Resources;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Running;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.BodyEnd;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import dev.culvert.system.wire.RawWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent is killed with SIGKILL while somebody uses it. */
@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class AgentDeathST {

    private static final Duration NOTICED = Duration.ofSeconds(30);

    private static Workload workload;

    private final Rig rig;
    private final Target target;
    private final String namespace;

    AgentDeathST(CarrierKind kind) {
        rig = Rigs.of(kind);
        target = rig.target();
        namespace = "/api/v1/namespaces/" + workload.namespace();
    }

    @BeforeAll
    static void start() {
        workload = Workload.create("death");
        workload.apply(Resources.text("/web.yaml"));
        workload.pod("ticker", "i=0; while :; do i=$((i+1)); echo tick $i; usleep 100000; done");
        workload.awaitReady("web");
    }

    @AfterAll
    static void stop() {
        workload.close();
    }

    @BeforeEach
    void needsAnAgent() {
        Assumptions.assumeFalse(rig.isLoopback(), "there is no agent to kill");
    }

    @AfterEach
    void everythingWorksAgain() {
        if (rig.isLoopback()) {
            return;
        }
        if (!rig.agent().alive()) {
            rig.agent().restart();
        }
        await("requests are answered after a restart of the agent")
                .atMost(NOTICED)
                .untilAsserted(() -> assertThat(RawConnection.exchange(target, RawRequest.get("/version"))
                                .status())
                        .isEqualTo(200));
        assertThat(kubectl(true, "exec", "web", "--", "echo", "again")
                        .run()
                        .orFail()
                        .out())
                .isEqualTo("again\n");
    }

    @Test
    void aWatchBreaks() {
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody body = connection
                    .send(RawRequest.get(namespace + "/pods?watch=true"))
                    .begin();
            assertThat(body.readUntil("\"name\":\"web\"")).contains("ADDED");
            rig.agent().kill();
            assertBroken(connection, body);
        }
    }

    @Test
    void aWatchOverHttp2Breaks() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(target.tls())
                .version(HttpClient.Version.HTTP_2)
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(target.server() + namespace + "/pods?watch=true&timeoutSeconds=60"))
                .header("Authorization", "Bearer " + target.token().orElseThrow())
                .timeout(NOTICED)
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
        try (InputStream body = response.body()) {
            assertThat(body.read()).isEqualTo('{');
            rig.agent().kill();
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFollowedLogBreaks() {
        try (RawConnection connection = RawConnection.open(target);
                Running logs = kubectl(true, "logs", "-f", "ticker").start()) {
            RawBody body = connection
                    .send(RawRequest.get(namespace + "/pods/ticker/log?follow=true"))
                    .begin();
            assertThat(body.readUntil("tick 2")).contains("tick 1\n");
            logs.awaitOut("tick 2", NOTICED);
            rig.agent().kill();
            assertBroken(connection, body);
            assertThat(logs.awaitEnd(NOTICED).exit()).isNotZero();
        }
    }

    @Test
    void aDownloadBreaks() {
        try (RawConnection connection = RawConnection.open(target);
                Running download =
                        kubectl(true, "exec", "web", "--", "cat", "/dev/zero").start()) {
            RawBody body = connection
                    .send(RawRequest.get(namespace + "/pods/web:8080/proxy/cgi-bin/zeros?4000000000"))
                    .begin();
            assertThat(body.head().status()).isEqualTo(200);
            assertThat(body.read(new byte[1_000])).isPositive();
            rig.agent().kill();
            assertBroken(connection, body);
        }
    }

    /** The last word of a remote command is its exit code, then comes a close frame: neither may be made up. */
    @Test
    void aRemoteCommandEndsWithoutALastWord() {
        String path = target.prefix() + namespace
                + "/pods/web/exec?command=sh&command=-c&command=echo+started%3B+sleep+1000&stdout=true&stderr=true";
        try (RawWebSocket exec = RawWebSocket.open(target, path, target.token().orElseThrow(), "v4.channel.k8s.io")) {
            assertThat(awaitMessage(exec, "started")).isTrue();
            rig.agent().kill();
            assertThat(awaitMessage(exec, "Status")).as("an exit code").isFalse();
            assertThat(exec.saidGoodbye()).as("a close frame").isFalse();
        }
    }

    /**
     * kubectl is told at once. What it makes of a connection that breaks is its own affair: over SPDY it exits with 0, with
     * a cluster of its own just as well.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void kubectlExecDoesNotHang(boolean websockets) {
        try (Running exec = kubectl(websockets, "exec", "-i", "web", "--", "sh", "-c", "echo started; cat; sleep 1000")
                .startWithOpenInput()) {
            exec.awaitOut("started", NOTICED);
            rig.agent().kill();
            assertThat(exec.awaitEnd(NOTICED).out()).isEqualTo("started\n");
        }
    }

    @Test
    void anUploadBreaks() {
        try (RawConnection connection = RawConnection.open(target)) {
            RawRequest upload = new RawRequest(
                    "POST",
                    namespace + "/pods/web:8080/proxy/cgi-bin/echo",
                    List.of("Content-Length: 1000000"),
                    new byte[500_000]);
            connection.send(upload);
            rig.agent().kill();
            RawResponse response;
            try {
                response = connection.deadline(NOTICED).read();
            } catch (UncheckedIOException e) {
                // Closed without an answer is as honest as an error.
                return;
            }
            assertThat(response.status()).as(response.toString()).isBetween(500, 504);
            assertThat(response.isStatusObject(response.status()))
                    .as(response.toString())
                    .isTrue();
            assertThat(response.first("retry-after"))
                    .as("a retry could write twice")
                    .isEmpty();
        }
    }

    @Test
    void requestsFailQuicklyWhileTheAgentIsAway() {
        rig.agent().kill();
        await("the gateway has noticed, and no longer parks requests")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    long start = System.nanoTime();
                    RawResponse response = RawConnection.exchange(target, RawRequest.get("/version"));
                    assertThat(response.isStatusObject(503))
                            .as(response.toString())
                            .isTrue();
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
                });
        RawResponse write = RawConnection.exchange(
                target, RawRequest.request("POST", namespace + "/configmaps").body("application/json", "{}"));
        assertThat(write.isStatusObject(503)).as(write.toString()).isTrue();
        assertThat(write.first("retry-after")).isEmpty();
        assertThat(kubectl(true, "get", "pods").run().err())
                .contains("ServiceUnavailable")
                .doesNotContain("NotFound");
    }

    /** True once a message holds the text; false when the connection ends before. */
    private static boolean awaitMessage(RawWebSocket socket, String text) {
        Optional<byte[]> message = socket.receive(NOTICED);
        while (message.isPresent()) {
            if (new String(message.get(), StandardCharsets.UTF_8).contains(text)) {
                return true;
            }
            message = socket.receive(NOTICED);
        }
        return false;
    }

    private static void assertBroken(RawConnection connection, RawBody body) {
        connection.deadline(NOTICED);
        body.drain();
        assertThat(body.end()).isEqualTo(BodyEnd.BROKEN);
    }

    private Command kubectl(boolean websockets, String... arguments) {
        return target.kubectl("-n", workload.namespace())
                .with(arguments)
                .env("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", Boolean.toString(websockets));
    }
}
