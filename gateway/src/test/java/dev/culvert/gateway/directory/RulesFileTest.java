package dev.culvert.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.config.ConfigException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFileTest {
    private static final String RULES = """
            apiVersion: culvert.dev/v1
            kind: AccessRuleList
            items:
              - metadata: {name: rails}
                spec:
                  subjects: [{kind: User, name: rails}]
                  clusterSelector: "env in (prod)"
                  mode: agent
              - metadata: {name: people}
                spec:
                  subjects: [{kind: Group, name: platform}]
                  clusters: ["*"]
                  mode: impersonate
                  readOnly: true
            """;

    @TempDir
    private Path parent;

    private final CurrentDirectory directory = new CurrentDirectory(List.of());

    @Test
    void itsRulesAreInForceInTheirOrder() throws IOException {
        new RulesFile(write(RULES), directory);

        assertThat(directory.get().rules()).extracting(AccessRule::name).containsExactly("rails", "people");
        assertThat(directory
                        .get()
                        .item(Kind.ACCESS_RULE, "rails")
                        .orElseThrow()
                        .metadata()
                        .source())
                .isEqualTo(Source.RULES_FILE);
    }

    @Test
    void whatIsNotLegalNamesItsPlace() throws IOException {
        Path wrong = write(RULES.replace("readOnly", "readonly"));
        assertThatThrownBy(() -> new RulesFile(wrong, directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("accessRulesFile: " + wrong + ": items[1].spec.readonly: is not known here");
        Path twice = write(RULES.replace("people", "rails"));
        assertThatThrownBy(() -> new RulesFile(twice, directory))
                .hasMessageContaining("items[1].metadata.name: 'rails' is there twice");
        assertThat(directory.get().rules()).isEmpty();
    }

    @Test
    void aChangeIsInForceAsAWholeAndAnIllegalOneNotAtAll() throws IOException {
        Path file = write(RULES);
        RulesFile rules = new RulesFile(file, directory);
        AtomicInteger changes = new AtomicInteger();
        directory.onChange(changes::incrementAndGet);
        Vertx vertx = Vertx.vertx();
        try {
            rules.watch(vertx);
            write(RULES.replace("mode: agent", "mode: king"));
            write(RULES.replace("metadata: {name: rails}", "metadata: {name: renamed}")
                    .replace("people", "persons"));
            await().until(() -> changes.get() > 0);

            assertThat(directory.get().rules()).extracting(AccessRule::name).containsExactly("renamed", "persons");
            write("items: nonsense");
            write("kind: AccessRuleList\nitems: []\n");
            await().until(() -> directory.get().rules().isEmpty());
            assertThat(changes).hasValue(2);
        } finally {
            vertx.close().await();
        }
    }

    private Path write(String text) throws IOException {
        Path file = parent.resolve("rules.yaml");
        Path next = Files.writeString(parent.resolve("rules.new"), text);
        return Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
