package dev.culvert.system.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of classes, which the launchers use where there are some. */
final class ClassArchivesIT {
    /** A JVM that has to share classes does not start where the archive of them is not one of its own, for these very jars. */
    private static final String MUST_SHARE = "-Xshare:on -Xlog:class+load";

    @ParameterizedTest
    @ValueSource(strings = {"cluster-proxy", "gateway"})
    void launchersUseThem(String program) {
        Command.of(script("class-archives"), program).run().orFail();

        Outcome said = Command.of(script(program), "--version")
                .env("CULVERT_JAVA_OPTS", MUST_SHARE)
                .run()
                .orFail();

        // Not each: newer JVMs leave out classes of such old formats as picocli's.
        assertThat(said.out()).containsPattern("dev\\.culvert\\.\\w+\\.Main source: shared objects file");
    }

    @Test
    void withoutAJvmTheReasonIsSaidAndWhatWasThereStays() throws IOException {
        Command.of(script("class-archives"), "cluster-proxy").run().orFail();
        Path archive = Repository.jar("cluster-proxy").resolveSibling("cluster-proxy.jsa");
        FileTime before = Files.getLastModifiedTime(archive);

        Outcome said = Command.of(script("class-archives"), "cluster-proxy")
                .env("JAVA_HOME", "/nonexistent")
                .run();

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).startsWith("class-archives: ").doesNotContain("Traceback");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(before);
    }

    @Test
    void anImageCanDoWithoutOne(@TempDir Path directory) throws IOException {
        Command.of(script("image"), "--rootfs", "--no-class-archive", "--out", directory.toString(), "cluster-proxy")
                .run()
                .orFail();

        Path image = directory.resolve("cluster-proxy");
        assertThat(image.resolve("classes")).isEmptyDirectory();
        assertThat(image.resolve("application/opt/culvert/jvm.options"))
                .content()
                .contains("-jar /opt/culvert/cluster-proxy.jar")
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void anotherProgramIsRefused() {
        assertThat(Command.of(script("class-archives"), "kubectl").run().exit()).isEqualTo(64);
    }

    private static String script(String name) {
        return Repository.root().resolve("scripts").resolve(name).toString();
    }
}
