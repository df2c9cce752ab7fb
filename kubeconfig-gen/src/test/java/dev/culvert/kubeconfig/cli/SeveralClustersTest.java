package dev.culvert.kubeconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralClustersTest {
    private static final String SECRET = "s3cret-t0ken";

    @TempDir
    Path directory;

    private final Terminal terminal = new Terminal();
    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("config");
        terminal.environment.put("KUBECONFIG", file.toString());
        terminal.environment.put("T", SECRET);
    }

    @Test
    void severalClustersShareOneUserAndTheFirstIsCurrent() {
        assertThat(run("--cluster=b", "--cluster=a,b", "--token-env=T")).isZero();

        assertThat(file)
                .content()
                .containsOnlyOnce("token: " + SECRET)
                .containsOnlyOnce("  name: gw.example.com:8443\n")
                .contains("current-context: b\n");
        assertThat(terminal.out())
                .isEqualTo("Context \"b\" in " + file + " leads to https://gw.example.com:8443/clusters/b\n"
                        + "Context \"a\" in " + file + " leads to https://gw.example.com:8443/clusters/a\n");
    }

    @Test
    void aPrefixTellsGatewaysApart() {
        assertThat(run("--cluster=a", "--cluster=b", "--context-prefix=eu-", "--token-env=T", "--print"))
                .isZero();

        assertThat(terminal.out())
                .contains("  name: eu-a\n", "  name: eu-b\n", "user: eu-gw.example.com:8443\n", "/clusters/a\n");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void pruneLeavesThoseThatAreAskedForAndNamesTheRest() {
        run("--cluster=a", "--cluster=b", "--cluster=c", "--token-env=T");
        terminal.clear();

        assertThat(run("--cluster=b", "--cluster=c", "--token-env=T", "--prune", "--no-set-current-context"))
                .isZero();

        assertThat(file).content().contains("  name: b\n", "  name: c\n").doesNotContain("  name: a\n");
        assertThat(terminal.out().lines()).last().isEqualTo("Context \"a\" in " + file + " was removed");
        assertThat(terminal.err()).contains("warning: the current context \"a\" is one of those removed");
    }

    @Test
    void withoutPruneNothingGoes() {
        run("--cluster=a", "--token-env=T");

        assertThat(run("--cluster=b", "--user=a", "--set-current-context")).isZero();

        assertThat(file).content().contains("  name: a\n", "  name: b\n", "current-context: b\n");
    }

    @Test
    void aDryRunSaysWhatWouldBeAndDoesNothing() throws IOException {
        run("--cluster=a", "--token-env=T");
        terminal.clear();
        byte[] before = Files.readAllBytes(file);

        assertThat(run("--cluster=b", "--token-env=T", "--prune", "--dry-run")).isZero();

        assertThat(file).hasBinaryContent(before);
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
        assertThat(terminal.out())
                .isEqualTo("Context \"b\" in " + file + " would lead to https://gw.example.com:8443/clusters/b\n"
                        + "Context \"a\" in " + file + " would be removed\n");
        assertThat(terminal.err()).doesNotContain(SECRET);
    }

    @Test
    void aDryRunMakesNoDirectory() {
        terminal.environment.put("KUBECONFIG", directory.resolve("new/config").toString());

        assertThat(run("--cluster=b", "--token-env=T", "--dry-run")).isZero();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void oneEntryInTheWayKeepsAllOut() throws IOException {
        String text = "clusters: [{name: b, cluster: {server: \"https://elsewhere\"}}]\n";
        Files.writeString(file, text);

        assertThat(run("--cluster=a", "--cluster=b", "--token-env=T")).isEqualTo(1);

        assertThat(file).hasContent(text);
        assertThat(terminal.out()).isEmpty();
    }

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--gateway=https://gw.example.com:8443"));
        arguments.addAll(List.of(more));
        return terminal.run(arguments.toArray(String[]::new));
    }
}
