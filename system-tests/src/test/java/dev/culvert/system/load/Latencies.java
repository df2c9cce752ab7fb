package dev.culvert.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import java.util.Arrays;

/** How long small requests took, one after the other on one connection. */
@SuppressWarnings("ArrayRecordComponent")
record Latencies(long[] sorted) {

    static Latencies of(Target target, int count) {
        long[] nanos = new long[count];
        try (RawConnection connection = RawConnection.open(target)) {
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                assertThat(connection.send(RawRequest.get("/version")).read().status())
                        .isEqualTo(200);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return new Latencies(nanos);
    }

    double milliseconds(double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * quantile))] / 1e6;
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                .formatted(milliseconds(0.5), milliseconds(0.99), milliseconds(1));
    }
}
