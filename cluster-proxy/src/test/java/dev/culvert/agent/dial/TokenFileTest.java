package dev.culvert.agent.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private TokenFile load(Path file) throws Exception {
        return TokenFile.load(vertx, file, SOON)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void aTokenIsReadAgainAndAFileWithoutOneLeavesTheLast() throws Exception {
        Path file = directory.resolve("token");
        Files.writeString(file, "first\n");
        TokenFile token = load(file);
        assertThat(token.get()).isEqualTo("first");

        Files.writeString(file, "second");
        await().until(() -> token.get().equals("second"));
        Files.writeString(file, "two words");
        awaitAnotherRound();

        assertThat(token.get()).isEqualTo("second");
    }

    @Test
    void aTokenThatIsClosedIsReadNoMore() throws Exception {
        Path file = directory.resolve("token");
        Files.writeString(file, "first");
        TokenFile token = load(file);

        token.close();
        awaitAnotherRound();
        Files.writeString(file, "second");
        awaitAnotherRound();

        assertThat(token.get()).isEqualTo("first");
    }

    /** Until a token that was loaded now has been read again. */
    private void awaitAnotherRound() throws Exception {
        Path file = directory.resolve("another");
        Files.writeString(file, "old");
        TokenFile another = load(file);
        Files.writeString(file, "new");
        await().until(() -> another.get().equals("new"));
    }
}
