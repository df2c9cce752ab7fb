package dev.culvert.system.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An agent as a process, with certificates that live for seconds. */
final class AgentCertificateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GIVEN = "The gateway has given the agent a certificate";
    private static final String BY_CERTIFICATE = "agent connected .* credential=\"certificate\"";

    private static EchoRig rig;
    private static Installation installation;

    @BeforeAll
    static void start() {
        rig = EchoRig.start(there -> {
            installation = there;
            replace(there.config(), "  key: agents-ca.key\n", "  key: agents-ca.key\n  life: 5s\n");
            return "";
        });
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void aStreamLivesThroughEveryRenewal() {
        await("the agent comes by certificate").atMost(PATIENCE).until(() -> count(BY_CERTIFICATE) > 0);
        try (LiveStream stream = LiveStream.open(rig)) {
            int given = count(GIVEN);
            int connected = count(BY_CERTIFICATE);

            await("two renewals").atMost(PATIENCE).until(() -> {
                stream.use();
                return count(GIVEN) >= given + 2 && count(BY_CERTIFICATE) >= connected + 2;
            });

            stream.use();
            assertThat(rig.logs()).doesNotContain("The connection to the gateway ended", "gets no certificate");
        }
    }

    private static int count(String pattern) {
        return (int) rig.logs()
                .lines()
                .filter(line -> line.matches(".*" + pattern + ".*"))
                .count();
    }

    private static void replace(Path file, String text, String other) {
        try {
            String before = Files.readString(file);
            assertThat(before).contains(text);
            Files.writeString(file, before.replace(text, other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
