package dev.culvert.system.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Resources;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class LeakST {

    private static final int WARM_UP = 300;
    private static final int CYCLES = 1_000;
    private static final long HEAP_SLACK = 8L << 20;

    private static Workload workload;

    private final Rig rig;
    private final Target target;
    private final String namespace;

    LeakST(CarrierKind kind) {
        rig = Rigs.of(kind);
        target = rig.target();
        namespace = "/api/v1/namespaces/" + workload.namespace();
    }

    @BeforeAll
    static void start() {
        workload = Workload.create("leak");
        workload.apply(Resources.text("/web.yaml"));
        workload.apply("""
            apiVersion: v1
            kind: PodTemplate
            metadata: {name: watched}
            template:
              metadata: {labels: {a: b}}
              spec: {containers: [{name: main, image: "busybox:1.35"}]}
            """);
        workload.awaitReady("web");
    }

    @AfterAll
    static void stop() {
        workload.close();
    }

    @Test
    void nothingIsLeftBehindByRequestsThatEndInEveryWay() {
        Assumptions.assumeFalse(rig.isLoopback(), "there is no gateway to look at");
        cycles(WARM_UP);
        awaitNoWatch();
        Footprint gatewayBefore = Footprint.of(rig.gateway());
        Footprint agentBefore = Footprint.of(rig.agent());
        long start = System.nanoTime();
        cycles(CYCLES);
        System.out.printf("%d cycles through %s in %.1f s%n", CYCLES, target.name(), (System.nanoTime() - start) / 1e9);
        awaitNoWatch();
        awaitBack("gateway", gatewayBefore, rig.gateway());
        awaitBack("agent", agentBefore, rig.agent());
    }

    private void awaitBack(String name, Footprint before, Daemon daemon) {
        await(name + " holds no more than before")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    Footprint after = Footprint.of(daemon);
                    System.out.println(name + " of " + target.name() + ": " + before + " -> " + after);
                    assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 8);
                    assertThat(after.heap()).isLessThan(before.heap() + HEAP_SLACK);
                });
    }

    /** Nobody but this test watches pod templates of one namespace. */
    private static void awaitNoWatch() {
        await("the API server serves no watch of ours any more")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(Gauges.watches("podtemplates")).isZero());
    }

    private void cycles(int count) {
        for (int i = 0; i < count; i++) {
            switch (i % 8) {
                case 0 -> whole(200, RawRequest.get(namespace + "/pods"));
                case 1 -> watch(true);
                case 2 -> watch(false);
                case 3 -> whole(404, RawRequest.get(namespace + "/pods/absent"));
                case 4 -> download(100_000_000);
                case 5 -> upgrade();
                case 6 -> refusedUpgrade();
                default -> unfinishedUpload();
            }
        }
    }

    private void whole(int status, RawRequest request) {
        assertThat(RawConnection.exchange(target, request).status()).isEqualTo(status);
    }

    private void watch(boolean politely) {
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody body = connection
                    .send(RawRequest.get(namespace + "/podtemplates?watch=true"))
                    .begin();
            assertThat(body.readUntil("watched")).contains("ADDED");
            if (!politely) {
                connection.abort();
            }
        }
    }

    private void download(long size) {
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody body = connection
                    .send(RawRequest.get(namespace + "/pods/web:8080/proxy/cgi-bin/zeros?" + size))
                    .begin();
            assertThat(body.head().status()).isEqualTo(200);
            assertThat(body.read(new byte[100_000])).isPositive();
        }
    }

    private void upgrade() {
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody body = connection.send(exec("web")).begin();
            assertThat(body.head().status()).isEqualTo(101);
        }
    }

    private void refusedUpgrade() {
        try (RawConnection connection = RawConnection.open(target)) {
            assertThat(connection.send(exec("absent")).begin().head().status()).isEqualTo(404);
        }
    }

    private void unfinishedUpload() {
        try (RawConnection connection = RawConnection.open(target)) {
            connection.send(RawRequest.request("POST", namespace + "/configmaps")
                    .header("Content-Type: application/json")
                    .header("Content-Length: 100000"));
            connection.send(new byte[10_000]);
            connection.abort();
        }
    }

    private RawRequest exec(String pod) {
        return RawRequest.get(namespace + "/pods/" + pod + "/exec?command=true&stdout=true&stderr=true")
                .header("Connection: Upgrade")
                .header("Upgrade: websocket")
                .header("Sec-WebSocket-Version: 13")
                .header("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                .header("Sec-WebSocket-Protocol: v4.channel.k8s.io");
    }
}
