package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where clusters, tokens, callers and rules are kept that the administration makes: one file, or a PostgreSQL database.
 *
 * @param file of SQLite; null with a URL
 * @param url such as {@code postgresql://db.example.com/culvert}; null with a file
 * @param user of the database; null with a file
 * @param passwordFile whose content, without white space around it, is the user's password; null for none
 * @param poll between two questions whether another gateway has changed anything
 */
public record StoreConfig(
        @Nullable Path file,
        @Nullable String url,
        @Nullable String user,
        @Nullable Path passwordFile,
        Duration poll) {
    private static final Pattern URL = Pattern.compile("postgresql://[^@\\s?]+(\\?\\S*)?");
    /** A URL is in logs, and in what people show each other. */
    private static final Pattern SECRET = Pattern.compile("(?i).*[?&](user|password|sslpassword)=.*");

    public StoreConfig {
        ConfigException.require((file == null) != (url == null), "", "needs either file or url");
        if (url != null) {
            ConfigException.require(
                    URL.matcher(url).matches(), "url", "must be like postgresql://db.example.com:5432/culvert");
            ConfigException.require(
                    !SECRET.matcher(url).matches(),
                    "url",
                    "holds a user or a password; there are user and passwordFile");
        } else {
            ConfigException.require(user == null, "user", "goes with url only");
            ConfigException.require(passwordFile == null, "passwordFile", "goes with url only");
        }
        Durations.requireBetween(poll, Duration.ofMillis(100), Duration.ofMinutes(5), "poll");
    }

    /** One file. */
    public static StoreConfig inFile(Path file) {
        return new StoreConfig(file, null, null, null, Duration.ofSeconds(2));
    }

    public Optional<Path> maybeFile() {
        return Optional.ofNullable(file);
    }

    public Optional<String> maybeUser() {
        return Optional.ofNullable(user);
    }

    public Optional<Path> maybePasswordFile() {
        return Optional.ofNullable(passwordFile);
    }

    /** For people. */
    public String describe() {
        return file == null ? String.valueOf(url) : file.toString();
    }

    static StoreConfig read(Section section, Path directory) {
        return new StoreConfig(
                section.maybeText("file").map(directory::resolve).orElse(null),
                section.maybeText("url").orElse(null),
                section.maybeText("user").orElse(null),
                section.maybeText("passwordFile").map(directory::resolve).orElse(null),
                section.duration("poll", Duration.ofSeconds(2)));
    }
}
