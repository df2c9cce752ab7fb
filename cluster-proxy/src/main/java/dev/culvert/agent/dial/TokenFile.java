package dev.culvert.agent.dial;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** The agent's token for the gateway, from a file that may change. Any thread. */
public final class TokenFile implements Supplier<String> {
    private static final int MAX_LENGTH = 64 * 1024;

    private final Path file;
    private final RereadFile<String> token;

    private TokenFile(Path file, RereadFile<String> token) {
        this.file = file;
        this.token = token;
    }

    /** Fails with {@link IllegalArgumentException}, one line for people, where the file holds no token. */
    public static Future<TokenFile> load(Vertx vertx, Path file, Duration period) {
        return RereadFile.load(vertx, file, text -> tokenIn(text, file), period)
                .map(loaded -> new TokenFile(file, loaded));
    }

    private static String tokenIn(String text, Path file) {
        String token = text.strip();
        if (token.isEmpty() || token.length() > MAX_LENGTH || token.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw new IllegalArgumentException("the token file does not hold one token: " + file);
        }
        return token;
    }

    @Override
    public String get() {
        return token.content();
    }

    /** The file is read no more. */
    public void close() {
        token.close();
    }

    @Override
    public String toString() {
        return "TokenFile[" + file + "]";
    }
}
