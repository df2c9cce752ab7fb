package dev.culvert.system.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableTest {

    private static final Client CLIENT = new Client("A client", "none", "at-all");
    private static final Client ANOTHER = new Client("Another (its own) client", "none", "either");

    @TempDir
    private Path directory;

    @Test
    void aRunReplacesThePartOfItsOwnKubernetesOnly() throws IOException {
        Path page = directory.resolve("clients.md");
        table(CLIENT, "1").write(page, "v1.37.2", List.of());
        table(CLIENT, "2").write(page, "v1.20.2", List.of());
        table(CLIENT, "4").write(page, "v1.37.4", List.of("websocket carriers"));
        table(CLIENT, "3").write(page, "v1.37.4", List.of());
        assertThat(Files.readString(page))
                .containsSubsequence(
                        "# Clients\n",
                        "\n## Kubernetes 1.20\n\nv1.20.2, ",
                        "\n| A client | 2 | not run | not run | none | none | none |\n",
                        "\n## Kubernetes 1.37\n\nv1.37.4, ",
                        "\n| A client | 3 | not run | not run | none | none | none |\n",
                        "\n## Kubernetes 1.37, websocket carriers\n\nv1.37.4, ",
                        "\n| A client | 4 | not run | not run | none | none | none |\n",
                        "\n## Notes\n")
                .doesNotContain("| A client | 1 |", "v1.37.2", "\n\n\n");
    }

    @Test
    void clientsThatWereNotRunKeepTheirRowsBelowTheSameVersion() throws IOException {
        Path page = directory.resolve("clients.md");
        table(ANOTHER, "1").write(page, "v1.37.2", List.of());
        table(CLIENT, "1").write(page, "v1.37.2", List.of());
        table(CLIENT, "2").write(page, "v1.37.2", List.of());
        assertThat(Files.readString(page))
                .containsSubsequence("| A client | 2 |", "| Another (its own) client | 1 |")
                .doesNotContain("| A client | 1 |");
        table(CLIENT, "3").write(page, "v1.37.3", List.of());
        assertThat(Files.readString(page)).contains("| A client | 3 |").doesNotContain("Another (its own) client");
    }

    private static Table table(Client client, String version) {
        Row row = new Row(client);
        row.add(Way.DIRECT, Report.of(version, Map.of("a case", new Result(true, "the same"))));
        Table table = new Table(List.of(CLIENT.title(), ANOTHER.title()));
        table.add(row);
        return table;
    }
}
