package dev.culvert.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs the matrix when it is asked for: it installs what it needs, which an ordinary run of the tests must not.
 * {@code culvert.clients} is {@code all} or a list of {@link Client#key keys}; {@code culvert.clients.table} names the file
 * that the table goes to.
 */
@SystemTest
@EnabledIfSystemProperty(named = "culvert.clients", matches = ".+")
final class ClientMatrixST {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private static final Table TABLE = new Table();

    @TestFactory
    Stream<DynamicContainer> aClientSeesTheSameThroughTheGateway() {
        return wanted().stream()
                .map(client -> dynamicContainer(client.key(), Stream.of(client).flatMap(this::tests)));
    }

    @AfterAll
    static void writeTable() throws IOException {
        String file = System.getProperty("culvert.clients.table", "");
        if (!file.isEmpty()) {
            byte[] version = Rigs.direct()
                    .kubectl("version", "--output=json")
                    .run()
                    .orFail()
                    .stdout();
            TABLE.write(
                    Repository.root().resolve(file),
                    new ObjectMapper()
                            .readTree(version)
                            .at("/serverVersion/gitVersion")
                            .asText());
        }
    }

    private Stream<DynamicNode> tests(Client client) {
        Optional<Path> home = Installed.of(client);
        if (home.isEmpty()) {
            TABLE.addSkipped(client);
            return Stream.of(dynamicTest("installation", () -> abort("it cannot be installed here")));
        }
        Row row = run(client, home.get());
        TABLE.add(row);
        return row.gateways().stream().flatMap(way -> comparisons(row, way));
    }

    private static Row run(Client client, Path home) {
        Row row = new Row(client);
        for (Way way : Way.values()) {
            if (way.open()) {
                row.add(way, report(client, way, home));
            } else {
                System.out.println("SKIPPED " + client + ", " + way.title() + ": a program cannot be given names here");
            }
        }
        List<Way> again = row.gateways().stream()
                .filter(way -> !row.differing(way).isEmpty())
                .toList();
        if (!again.isEmpty()) {
            // Some clients come to different results direct already, on a busy machine: they say so when asked twice.
            row.add(Way.DIRECT, report(client, Way.DIRECT, home));
            again.forEach(way -> row.add(way, report(client, way, home)));
        }
        row.remarks().forEach(remark -> System.out.println("NOTE " + client + ", " + remark));
        return row;
    }

    private static Stream<DynamicTest> comparisons(Row row, Way way) {
        return row.cases().stream()
                .map(name -> dynamicTest(way.title() + ": " + name, () -> assertThat(row.last(way, name))
                        .isIn(row.direct(name))));
    }

    private static Report report(Client client, Way way, Path home) {
        try (Workload workload = Workload.create("client")) {
            workload.apply(Pods.both());
            workload.awaitReady(Pods.SHELL);
            workload.awaitReady(Pods.TICKER);
            workload.awaitServing(Pods.SHELL, Pods.PORT);
            Outcome outcome =
                    client.run(way, home, workload.namespace()).within(PATIENCE).run();
            return Report.of(outcome, workload.namespace());
        }
    }

    private static List<Client> wanted() {
        List<String> keys = List.of(System.getProperty("culvert.clients").split(","));
        return Client.all().stream()
                .filter(client -> keys.contains("all") || keys.contains(client.key()))
                .toList();
    }
}
