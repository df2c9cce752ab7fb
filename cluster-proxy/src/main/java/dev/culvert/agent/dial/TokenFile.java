package dev.culvert.agent.dial;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's token for the gateway, from a file that is read again on a period, off the event loop: rotating it takes no
 * restart. A file that cannot be read leaves the last token in use. Any thread.
 */
public final class TokenFile implements Supplier<String> {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final int MAX_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Path file;
    private final long timer;
    private volatile String token;
    private volatile boolean failing;

    private TokenFile(Vertx vertx, Path file, String token, Duration period) {
        this.vertx = vertx;
        this.file = file;
        this.token = token;
        this.timer = vertx.setPeriodic(period.toMillis(), id -> vertx.executeBlocking(this::refresh));
    }

    /** Fails with {@link IllegalArgumentException}, one line for people, where the file holds no token. */
    public static Future<TokenFile> load(Vertx vertx, Path file, Duration period) {
        return vertx.executeBlocking(() -> read(file)).map(token -> new TokenFile(vertx, file, token, period));
    }

    private boolean refresh() {
        try {
            token = read(file);
            failing = false;
        } catch (IllegalArgumentException e) {
            if (!failing) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("error", e.getMessage())
                        .log("The token cannot be read again, the last one stays in use");
            }
        }
        return !failing;
    }

    private static String read(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("the token file is larger than 64 KiB: " + file);
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the token file cannot be read: " + file, e);
        }
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw new IllegalArgumentException("the token file does not hold one token: " + file);
        }
        return text;
    }

    @Override
    public String get() {
        return token;
    }

    /** The file is read no more. */
    public void close() {
        vertx.cancelTimer(timer);
    }

    @Override
    public String toString() {
        return "TokenFile[" + file + "]";
    }
}
