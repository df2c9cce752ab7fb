package dev.culvert.system.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableTest {

    private static final Client CLIENT = new Client("A client", "none", "at-all");

    @TempDir
    private Path directory;

    @Test
    void aRunReplacesThePartOfItsOwnKubernetesOnly() throws IOException {
        Path page = directory.resolve("clients.md");
        table("1").write(page, "v1.37.2");
        table("2").write(page, "v1.20.2");
        table("3").write(page, "v1.37.4");
        assertThat(Files.readString(page))
                .containsSubsequence(
                        "# Clients\n",
                        "\n## Kubernetes 1.20\n\nv1.20.2, ",
                        "\n| A client | 2 | not run | not run | none | none | none |\n",
                        "\n## Kubernetes 1.37\n\nv1.37.4, ",
                        "\n| A client | 3 | not run | not run | none | none | none |\n",
                        "\n## Notes\n")
                .doesNotContain("| A client | 1 |", "v1.37.2", "\n\n\n");
    }

    private static Table table(String version) {
        Row row = new Row(CLIENT);
        row.add(Way.DIRECT, Report.of(version, Map.of("a case", new Result(true, "the same"))));
        Table table = new Table();
        table.add(row);
        return table;
    }
}
