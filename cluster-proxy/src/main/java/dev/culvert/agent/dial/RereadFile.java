package dev.culvert.agent.dial;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a small file says, read again on a period, off the event loop: rotating it takes no restart. A file that cannot be read,
 * or says nothing of use, leaves the last content in force. Any thread.
 */
final class RereadFile<T> {
    private static final Logger LOG = LoggerFactory.getLogger(RereadFile.class);
    private static final long MAX_BYTES = 1024 * 1024;

    private final Vertx vertx;
    private final Path file;
    private final Function<String, T> meaning;
    private final long timer;
    private volatile String text;
    private volatile T content;
    private volatile boolean failing;

    private RereadFile(Vertx vertx, Path file, Function<String, T> meaning, String text, T content, Duration period) {
        this.vertx = vertx;
        this.file = file;
        this.meaning = meaning;
        this.text = text;
        this.content = content;
        this.timer = vertx.setPeriodic(period.toMillis(), id -> vertx.executeBlocking(this::refresh));
    }

    /**
     * @param meaning of the text, each char one byte; fails with {@link IllegalArgumentException}, one line for people that does
     *     not repeat it. So does the future
     */
    static <T> Future<RereadFile<T>> load(Vertx vertx, Path file, Function<String, T> meaning, Duration period) {
        return vertx.executeBlocking(() -> {
            String text = read(file);
            return new RereadFile<>(vertx, file, meaning, text, meaning.apply(text), period);
        });
    }

    private boolean refresh() {
        try {
            String now = read(file);
            if (!now.equals(text)) {
                content = meaning.apply(now);
                text = now;
                LOG.atInfo().addKeyValue("file", file).log("A file has changed, its content is in use");
            }
            failing = false;
        } catch (IllegalArgumentException e) {
            if (!failing) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("error", e.getMessage())
                        .log("A file cannot be read again, its last content stays in use");
            }
        }
        return !failing;
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("a file is larger than 1 MiB: " + file);
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("a file cannot be read: " + file, e);
        }
    }

    T content() {
        return content;
    }

    /** The file is read no more. */
    void close() {
        vertx.cancelTimer(timer);
    }
}
