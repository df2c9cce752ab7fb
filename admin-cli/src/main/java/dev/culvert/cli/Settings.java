package dev.culvert.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which gateway, and as whom.
 *
 * @param server {@code https://HOST[:PORT]}
 * @param caFile null: the system's CAs
 * @param token never shown
 */
record Settings(URI server, @Nullable Path caFile, String token) {
    private static final Set<String> KEYS = Set.of("server", "caFile", "tokenFile");

    Optional<Path> maybeCaFile() {
        return Optional.ofNullable(caFile);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "Settings[" + server + "]";
    }

    /** Options first, then the environment, then the file. */
    static Settings resolve(ConnectionOptions options, Function<String, @Nullable String> environment) {
        Source file = file(options, environment);
        String server = first(options.server, environment.apply("CULVERT_SERVER"), file.text("server"))
                .orElseThrow(() -> new CliException(
                        "which gateway? give --server, set CULVERT_SERVER, or write server: https://... to "
                                + file.path));
        @Nullable
        Path ca = path(options.caFile, environment.apply("CULVERT_CA_FILE"), file, "caFile")
                .orElse(null);
        return new Settings(uri(server), ca, token(options, environment, file));
    }

    private static String token(
            ConnectionOptions options, Function<String, @Nullable String> environment, Source file) {
        @Nullable String direct = environment.apply("CULVERT_TOKEN");
        if (options.tokenFile == null && direct != null && !direct.isBlank()) {
            return direct.strip();
        }
        Path from = path(options.tokenFile, environment.apply("CULVERT_TOKEN_FILE"), file, "tokenFile")
                .orElseThrow(() -> new CliException("no token: give --token-file, set CULVERT_TOKEN_FILE, or write"
                        + " tokenFile: to " + file.path));
        try {
            String token = Files.readString(from).strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new CliException(from + " holds no token");
            }
            return token;
        } catch (IOException e) {
            throw CliException.of("cannot read the token", e);
        }
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean legal = "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && (uri.getPath() == null || uri.getPath().isEmpty())
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null;
            if (legal) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new CliException("'" + text + "' is no gateway; write one like https://gateway.example.com:8443");
    }

    /** The file of settings; empty where there is none. Paths in it start at its directory. */
    private record Source(Path path, JsonNode content) {
        @Nullable
        String text(String key) {
            return content.path(key).isTextual() ? content.path(key).textValue() : null;
        }
    }

    private static Source file(ConnectionOptions options, Function<String, @Nullable String> environment) {
        @Nullable Path given = options.config;
        String home = first(environment.apply("XDG_CONFIG_HOME"))
                .orElseGet(() -> first(environment.apply("HOME")).orElse(".") + "/.config");
        Path path = given != null
                ? given
                : first(environment.apply("CULVERT_CLI_CONFIG"))
                        .map(Path::of)
                        .orElseGet(() -> Path.of(home, "culvert", "config.yaml"));
        try {
            JsonNode content = new YAMLMapper().readTree(Files.readString(path));
            requireKnown(path, content);
            return new Source(path, content);
        } catch (NoSuchFileException e) {
            if (given != null) {
                throw new CliException(path + ": there is no such file");
            }
            return new Source(path, MissingNode.getInstance());
        } catch (IOException e) {
            throw new CliException(path + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static void requireKnown(Path path, JsonNode content) {
        Set<String> unknown = new TreeSet<>();
        content.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new CliException(path + ": " + unknown.iterator().next() + " is not known here; known are "
                    + String.join(", ", new TreeSet<>(KEYS)));
        }
    }

    private static Optional<Path> path(@Nullable Path option, @Nullable String variable, Source file, String key) {
        if (option != null) {
            return Optional.of(option);
        }
        return first(variable).map(Path::of).or(() -> first(file.text(key))
                .map(text -> file.path.resolveSibling(text)));
    }

    private static Optional<String> first(@Nullable String... values) {
        for (@Nullable String value : values) {
            if (value != null && !value.isBlank()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
