package dev.culvert.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.ConnectProxy;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Copies over a line with a round trip of a tenth of a second: between kubectl and the API server, and between agent and gateway.
 * Prints how long they took; asserts that they came over whole.
 */
@SystemTest
final class LongLineST {

    private static final Duration DELAY = Duration.ofMillis(50);

    private static final int MEGABYTES = Integer.getInteger("culvert.system.longLineMegabytes", 64);

    private static Workload workload;
    private static Path original;
    private static ConnectProxy line;

    @BeforeAll
    static void start() throws IOException {
        workload = Workload.create("far");
        workload.pod("store");
        byte[] bytes = new byte[MEGABYTES << 20];
        new Random(1).nextBytes(bytes);
        original = Scratch.file("far.bin");
        Files.write(original, bytes);
        line = ConnectProxy.start(DELAY);
    }

    @AfterAll
    static void stop() throws IOException {
        line.close();
        workload.close();
        Files.deleteIfExists(original);
    }

    @Test
    void direct() throws IOException {
        copy("direct", Rigs.direct().throughProxy(line.address()));
    }

    @ParameterizedTest
    @EnumSource(CarrierKind.class)
    void throughTheTunnel(CarrierKind kind) throws IOException {
        try (Rig rig = Rig.behindProxy(kind, line.address())) {
            copy("tunnel of " + kind.option(), rig.target());
        }
    }

    private static void copy(String way, Target target) throws IOException {
        Path back = Scratch.file("far-back.bin");
        long start = System.nanoTime();
        kubectl(target, "cp", original.toString(), "store:/tmp/far.bin");
        long middle = System.nanoTime();
        // Over SPDY an older Kubernetes loses the last bytes of what is read slowly, direct as well: kubectl asks again
        // for them.
        kubectl(target, "cp", "--retries=5", "store:/tmp/far.bin", back.toString());
        long end = System.nanoTime();
        assertThat(Files.mismatch(original, back)).isEqualTo(-1);
        System.out.printf(
                "cp of %d MiB over a line of %d ms, %s: in %.1f s, out %.1f s%n",
                MEGABYTES, 2 * DELAY.toMillis(), way, (middle - start) / 1e9, (end - middle) / 1e9);
        Files.delete(back);
    }

    private static void kubectl(Target target, String... arguments) {
        Command command = target.kubectl("-n", workload.namespace()).with(arguments);
        command.within(Duration.ofMinutes(4)).run().orFail();
    }
}
