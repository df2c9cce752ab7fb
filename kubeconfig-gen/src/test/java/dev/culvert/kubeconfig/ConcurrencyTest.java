package dev.culvert.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.kubeconfig.Processes.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConcurrencyTest {
    @TempDir
    Path directory;

    @Test
    void processesThatWriteAtOnceLoseNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("config"), Samples.FOREIGN);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        List<Process> writers = List.of(
                Processes.merging(file, "a", 25), Processes.merging(link, "b", 25), Processes.merging(file, "c", 25));
        try {
            for (Process writer : writers) {
                writer.getInputStream().readAllBytes();
                assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(writer.exitValue()).isZero();
            }
        } finally {
            writers.forEach(Process::destroyForcibly);
        }

        List<String> expected = new ArrayList<>(List.of("production"));
        Stream.of("a", "b", "c").forEach(prefix -> expected.addAll(Processes.names(prefix, 25)));
        assertThat(contexts(file)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(directory.resolve("config.lock")).doesNotExist();
        assertThat(directory.resolve("link.lock")).doesNotExist();
    }

    @Test
    void kubectlsConcurrentChangesAreNotLost() throws Exception {
        assumeTrue(Processes.kubectlIsThere("kubectlsConcurrentChangesAreNotLost"), "no kubectl on the path");
        Path file = Files.writeString(directory.resolve("config"), Samples.FOREIGN);
        Process writer = Processes.merging(file, "ours", 60);
        int refused = 0;
        try (BufferedReader done = writer.inputReader()) {
            assertThat(done.readLine()).isEqualTo("ours-0");
            for (int i = 0; i < 10; ) {
                Result result =
                        Processes.run(file, "kubectl", "config", "set-context", "theirs-" + i, "--cluster=production");
                if (result.exitCode() == 0) {
                    i++;
                } else {
                    // kubectl does not wait for the lock.
                    assertThat(result.output()).contains("config.lock: file exists");
                    refused++;
                }
                assertThat(refused).isLessThan(200);
            }
            done.lines().forEach(line -> assertThat(line).startsWith("ours-"));
            assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(writer.exitValue()).isZero();
        } finally {
            writer.destroyForcibly();
        }

        // kubectl reads before it takes the lock, and deletes what came in between: of ours one may be missing for each
        // change of its own.
        assertThat(contexts(file))
                .contains("production")
                .containsAll(Processes.names("theirs", 10))
                .hasSizeBetween(61, 71);
    }

    @Test
    void aWriterThatIsKilledLeavesAWholeFileWithAllThatItReported() throws Exception {
        Path file = Files.writeString(directory.resolve("config"), Samples.FOREIGN);
        List<String> reported = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            Process writer = Processes.merging(file, "round" + round, 100_000);
            try (BufferedReader done = writer.inputReader()) {
                for (int i = 0; i < 20 + 7 * round; i++) {
                    reported.add(done.readLine());
                }
                // Through the handle: what it had printed can still be read.
                writer.toHandle().destroyForcibly();
                done.lines().forEach(reported::add);
                writer.waitFor();
            }
            // As the message of the next writer would ask its user to.
            Files.deleteIfExists(directory.resolve("config.lock"));
            List<String> contexts = contexts(file);
            assertThat(contexts).contains("production").containsAll(reported);
            assertThat(contexts.size()).isBetween(reported.size() + 1, reported.size() + 2 + round);
        }
    }

    @Test
    void aWriterThatIsAskedToEndLeavesNoLock() throws Exception {
        Path file = directory.resolve("config");
        for (int round = 0; round < 3; round++) {
            Process writer = Processes.merging(file, "round" + round, 100_000);
            try (BufferedReader done = writer.inputReader()) {
                assertThat(done.readLine()).isEqualTo("round" + round + "-0");
                writer.destroy();
                assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            } finally {
                writer.destroyForcibly();
            }
            assertThat(directory.resolve("config.lock")).doesNotExist();
        }
    }

    private static List<String> contexts(Path file) throws IOException {
        String text = Files.readString(file);
        String copy = Kubeconfig.parse(text, "config").render();
        assertThat(copy).isEqualTo(text);
        List<String> names = new ArrayList<>();
        boolean inContexts = false;
        for (String line : text.lines().toList()) {
            if (!line.startsWith(" ") && !line.startsWith("-")) {
                inContexts = line.equals("contexts:");
            } else if (inContexts && line.startsWith("  name: ")) {
                names.add(line.substring("  name: ".length()));
            }
        }
        return names;
    }
}
