package dev.culvert.system.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import org.junit.jupiter.api.Test;
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
    void anotherProgramIsRefused() {
        assertThat(Command.of(script("class-archives"), "kubectl").run().exit()).isEqualTo(64);
    }

    private static String script(String name) {
        return Repository.root().resolve("scripts").resolve(name).toString();
    }
}
