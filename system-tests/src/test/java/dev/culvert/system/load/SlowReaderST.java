package dev.culvert.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Resources;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.BodyEnd;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class SlowReaderST {

    private static final long GIGABYTE = Long.getLong("culvert.system.downloadBytes", 1L << 30);
    private static final long GROWTH = 192L << 20;
    private static final int REQUESTS = 300;

    private static Workload workload;

    /**
     * Small, so that a reader that stalls holds back the sender soon. Several of loopback's segments of 64 KiB, though: with
     * room for fewer, Linux may wait for its probe timer before each one, and sends 300 kB/s.
     */
    private static final int RECEIVE_BUFFER = 512 << 10;

    private final Rig rig;
    private final Target target;

    SlowReaderST(CarrierKind kind) {
        rig = Rigs.of(kind);
        target = rig.target();
    }

    @BeforeAll
    static void start() {
        workload = Workload.create("slow");
        workload.apply(Resources.text("/web.yaml"));
        workload.awaitReady("web");
        measureDirect();
    }

    /** What the same download does to small requests where there is no gateway: the machine's part of the figures below. */
    private static void measureDirect() {
        Target direct = Rigs.direct();
        Latencies.of(direct, REQUESTS);
        Latencies alone = Latencies.of(direct, REQUESTS);
        try (RawConnection connection = RawConnection.open(direct, RECEIVE_BUFFER)) {
            connection.deadline(Duration.ofMinutes(2));
            RawBody body = connection.send(download()).begin();
            long start = System.nanoTime();
            CompletableFuture<Long> all = CompletableFuture.supplyAsync(body::drain);
            Latencies besideFast = Latencies.of(direct, REQUESTS);
            long taken = all.join();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "small GETs direct: alone %s; beside a fast download %s; the download direct: %.0f MB/s%n",
                    alone, besideFast, taken / seconds / 1e6);
        }
    }

    private static RawRequest download() {
        return RawRequest.get(
                "/api/v1/namespaces/" + workload.namespace() + "/pods/web:8080/proxy/cgi-bin/zeros?" + GIGABYTE);
    }

    @AfterAll
    static void stop() {
        workload.close();
    }

    @Test
    void aGigabyteForASlowReaderHoldsUpNobodyAndGrowsNothing() {
        Assumptions.assumeFalse(rig.isLoopback(), "there is no gateway to look at");
        Latencies.of(target, REQUESTS);
        Latencies alone = Latencies.of(target, REQUESTS);
        Footprint gatewayBefore = Footprint.of(rig.gateway());
        Footprint agentBefore = Footprint.of(rig.agent());

        try (RawConnection connection = RawConnection.open(target, RECEIVE_BUFFER)) {
            RawBody body = connection.send(download()).begin();
            byte[] sip = new byte[1_000];
            long taken = body.read(sip);
            Latencies besideStalled = Latencies.of(target, REQUESTS);
            taken += body.read(sip);
            assertBounded("gateway", gatewayBefore, Footprint.of(rig.gateway()));
            assertBounded("agent", agentBefore, Footprint.of(rig.agent()));

            connection.deadline(Duration.ofMinutes(2));
            long start = System.nanoTime();
            CompletableFuture<Long> rest = CompletableFuture.supplyAsync(body::drain);
            Latencies besideFast = Latencies.of(target, REQUESTS);
            taken += rest.join();
            double seconds = (System.nanoTime() - start) / 1e9;

            System.out.printf(
                    "small GETs through %s: alone %s; beside a stalled download %s; beside a fast one %s%n",
                    target.name(), alone, besideStalled, besideFast);
            System.out.printf("the download through %s: %.0f MB/s%n", target.name(), taken / seconds / 1e6);
            assertThat(taken).isEqualTo(GIGABYTE);
            assertThat(body.end()).isEqualTo(BodyEnd.LAST_CHUNK);
        }
        assertBounded("gateway", gatewayBefore, Footprint.of(rig.gateway()));
        assertBounded("agent", agentBefore, Footprint.of(rig.agent()));
    }

    private void assertBounded(String name, Footprint before, Footprint after) {
        System.out.println(name + " of " + target.name() + ": " + before + " -> " + after);
        assertThat(after.resident()).as(name).isLessThan(before.resident() + GROWTH);
    }
}
