package dev.culvert.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import dev.culvert.benchmarks.process.Program;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryTest {

    @TempDir
    private Path directory;

    @Test
    void theHeapOfG1IsOneNumber() {
        assertThat(Memory.live("""
                4711:
                 garbage-first heap   total 131072K, used 28570K [0x0000000600000000, 0x0000000800000000)
                  region size 4096K, 1 young (4096K), 0 survivors (0K)
                 Metaspace       used 40000K, committed 40320K, reserved 1089536K
                  class space    used 4000K, committed 4160K, reserved 1048576K
                """)).isEqualTo(28570L * 1024);
    }

    @Test
    void theHeapOfTheSerialCollectorIsTheSumOfItsGenerations() {
        assertThat(Memory.live("""
                4711:
                 def new generation   total 4928K, used 100K [0x00000000f8000000, 0x00000000f8550000, 0x00000000faaa0000)
                  eden space 4416K,   2% used [0x00000000f8000000, 0x00000000f8019000, 0x00000000f8450000)
                 tenured generation   total 10944K, used 8000K [0x00000000faaa0000, 0x00000000fb550000, 0x0000000100000000)
                   the space 10944K,  73% used [0x00000000faaa0000, 0x00000000fb270000, 0x00000000fb270000, 0x00000000fb550000)
                 Metaspace       used 30000K, committed 30320K, reserved 1089536K
                """)).isEqualTo(8100L * 1024);
    }

    @Test
    void heapsAreReadAsJdk25WritesThem() {
        assertThat(Memory.live("""
                4711:
                garbage-first heap   total reserved 262144K, committed 131072K, used 12298K [0x00000000f0000000, 0x0000000100000000)
                 region size 1024K, 10 young (10240K), 2 survivors (2048K)
                """)).isEqualTo(12298L * 1024);
        assertThat(Memory.live("""
                4711:
                DefNew     total 78656K, used 56K [0x00000000f0000000, 0x00000000f5550000, 0x00000000f5550000)
                 eden space 69952K,  40% used [0x00000000f0000000, 0x00000000f1b663d8, 0x00000000f4450000)
                Tenured    total 174784K, used 1166K [0x00000000f5550000, 0x0000000100000000, 0x0000000100000000)
                 the  space 174784K,   0% used [0x00000000f5550000, 0x00000000f5673ab8, 0x0000000100000000)
                """)).isEqualTo(1222L * 1024);
    }

    @Test
    void anotherHeapIsNoNumber() {
        assertThatThrownBy(() -> Memory.live(" ZHeap used 12M, capacity 34M"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aJvmHasResidentMemoryAndFewerLiveObjects() {
        String port = Integer.toString(Ports.free());
        Daemon daemon = Daemon.start(
                "events",
                Program.line("events", "--address=127.0.0.1", "--port=" + port),
                Map.of(),
                directory.resolve("log"));
        try (daemon) {
            daemon.awaitListening("127.0.0.1", Integer.parseInt(port));

            Memory memory = Memory.collected(daemon);

            assertThat(memory.live()).isBetween(1L << 20, memory.resident());
            assertThat(memory.proportional()).isBetween(1L << 20, memory.resident());
        }
    }
}
