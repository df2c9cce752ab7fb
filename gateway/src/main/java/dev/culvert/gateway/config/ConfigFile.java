package dev.culvert.gateway.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads {@code gateway.yaml}. Blocks: for the start of the process, never on an event loop. */
public final class ConfigFile {
    private static final ObjectReader YAML = new YAMLMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ConfigFile() {}

    /**
     * Reads the file; relative paths in it start at its directory. Throws {@link ConfigException} whose message begins with
     * the file and, where a value is at fault, its path within.
     */
    public static GatewayConfig load(Path file) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
        try {
            return GatewayConfig.read(tree(absolute), directory);
        } catch (ConfigException e) {
            throw new ConfigException(file.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode tree(Path file) {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new ConfigException(place(e.getLocation()), "is not the YAML that was expected: " + firstLine(e));
        } catch (NoSuchFileException e) {
            throw new ConfigException("", "there is no such file");
        } catch (IOException e) {
            throw new ConfigException("", "cannot be read (" + e + ")");
        }
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr();
    }

    /** The parser's later lines quote the file, which may hold what does not belong into a log. */
    private static String firstLine(JsonProcessingException e) {
        return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("syntax error");
    }
}
