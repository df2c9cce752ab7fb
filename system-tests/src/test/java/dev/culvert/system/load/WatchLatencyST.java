package dev.culvert.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same events on a direct watch and on one through the gateway: all of them, each without waiting for the next one. */
@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class WatchLatencyST {

    private static final int WARM_UP = 100;
    private static final int EVENTS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Workload workload;

    private final Target target;
    private final String configMap = "/api/v1/namespaces/" + workload.namespace() + "/configmaps/ticks";

    WatchLatencyST(CarrierKind kind) {
        target = Rigs.of(kind).target();
    }

    @BeforeAll
    static void start() {
        workload = Workload.create("latency");
        workload.apply("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ticks}\n");
    }

    @AfterAll
    static void stop() {
        workload.close();
    }

    @Test
    void everyEventComesThroughTheGatewayAsSoonAsItIsThere() {
        try (Watch direct = new Watch(Rigs.direct());
                Watch through = new Watch(target);
                RawConnection writer = RawConnection.open(Rigs.direct())) {
            long[] added = new long[EVENTS];
            for (int i = -WARM_UP; i < EVENTS; i++) {
                String tick = target.name() + i;
                patch(writer, tick);
                // The next event is made when this one has come on both.
                long nanos = through.arrival(tick) - direct.arrival(tick);
                if (i >= 0) {
                    added[i] = nanos;
                }
            }
            Arrays.sort(added);
            System.out.printf(
                    "events through %s, one at a time, behind the direct watch: p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
                    target.name(), added[EVENTS / 2] / 1e6, added[EVENTS * 99 / 100] / 1e6, added[EVENTS - 1] / 1e6);
        }
    }

    private void patch(RawConnection writer, String tick) {
        String body = "{\"data\":{\"tick\":\"" + tick + "\"}}";
        RawRequest request = RawRequest.request("PATCH", configMap).body("application/merge-patch+json", body);
        assertThat(writer.send(request).read().status()).isEqualTo(200);
    }

    /** A watch, read on a thread of its own, which notes when each event came. */
    private static final class Watch implements AutoCloseable {
        private final RawConnection connection;
        private final Map<String, Long> arrivals = new ConcurrentHashMap<>();

        Watch(Target on) {
            connection = RawConnection.open(on);
            connection.deadline(Duration.ofMinutes(5));
            RawBody events = connection
                    .send(RawRequest.get("/api/v1/namespaces/" + workload.namespace()
                            + "/configmaps?watch=1&fieldSelector=metadata.name=ticks"))
                    .begin();
            Thread reader = new Thread(() -> read(events), "watch of " + on.name());
            reader.setDaemon(true);
            reader.start();
        }

        private void read(RawBody events) {
            String start = "\"data\":{\"tick\":\"";
            while (!events.over()) {
                String line = events.readUntil("\n");
                long now = System.nanoTime();
                int at = line.indexOf(start);
                if (at >= 0) {
                    int from = at + start.length();
                    synchronized (this) {
                        arrivals.put(line.substring(from, line.indexOf('"', from)), now);
                        notifyAll();
                    }
                }
            }
        }

        /** When the event came; fails where it does not come. */
        synchronized long arrival(String tick) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!arrivals.containsKey(tick)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                assertThat(left).as("milliseconds left for event %s", tick).isPositive();
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return arrivals.get(tick);
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
