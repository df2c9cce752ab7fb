package dev.culvert.gateway.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.culvert.gateway.config.ConfigException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with an {@code AccessRuleList}, read again when it changes. All of its rules take the place of all that it had before, or
 * none does: while it is not legal what it said last stays in force.
 */
public final class RulesFile {
    private static final Logger LOG = LoggerFactory.getLogger(RulesFile.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final ObjectReader YAML = new YAMLMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final CurrentDirectory directory;
    private @Nullable String text;
    private @Nullable String problem;

    /** Reads it into the directory. Blocks; throws {@link ConfigException} where that is not possible. */
    public RulesFile(Path file, CurrentDirectory directory) {
        this.file = file;
        this.directory = directory;
        try {
            reread();
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (ConfigException e) {
            throw illegal(file, e);
        }
    }

    /** How many rules a file holds. Blocks; throws {@link ConfigException} where it cannot be used. */
    public static int count(Path file) {
        try {
            return parse(Files.readString(file)).size();
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (ConfigException e) {
            throw illegal(file, e);
        }
    }

    private static ConfigException unreadable(Path file, IOException e) {
        return new ConfigException("accessRulesFile", file + " cannot be read (" + e + ")");
    }

    private static ConfigException illegal(Path file, ConfigException e) {
        return new ConfigException("accessRulesFile", file + ": " + e.getMessage());
    }

    /** Looks every two seconds, on worker threads, whether it has changed; as long as Vert.x runs. */
    public void watch(Vertx vertx) {
        vertx.setPeriodic(
                PERIOD.toMillis(),
                ignored -> vertx.executeBlocking(() -> {
                    check();
                    return null;
                }));
    }

    private synchronized void check() {
        try {
            reread();
            problem = null;
        } catch (IOException | ConfigException e) {
            String now = String.valueOf(e.getMessage());
            if (!now.equals(problem)) {
                problem = now;
                LOG.atError()
                        .addKeyValue("file", file)
                        .addKeyValue("error", now)
                        .log("the file of access rules cannot be used: what it said before stays in force");
            }
        }
    }

    private synchronized void reread() throws IOException {
        String now = Files.readString(file);
        if (now.equals(text)) {
            return;
        }
        List<Item> rules = parse(now).stream()
                .map(draft -> RuleList.item(draft, Source.RULES_FILE))
                .toList();
        directory.replaceRules(rules);
        text = now;
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("rules", rules.size())
                .log("access rules of the file are in force");
    }

    private static List<Draft> parse(String yaml) {
        try {
            return RuleList.read(YAML.readTree(yaml));
        } catch (JsonProcessingException e) {
            String first =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("syntax error");
            throw new ConfigException("", "is not the YAML that was expected: " + first);
        }
    }
}
