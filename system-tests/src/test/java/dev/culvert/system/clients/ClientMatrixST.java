package dev.culvert.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs the matrix when it is asked for: it installs what it needs, which an ordinary run of the tests must not.
 * {@code culvert.clients} is {@code all} or a list of {@link Subject#key keys}; {@code culvert.clients.table} names the file
 * that the table goes to. {@code culvert.clients.apiserver} says which uncommon options the cluster's API server was started with.
 * {@code culvert.e2e.forms}, {@code path} or {@code host}, spares Kubernetes' own tests the other form of the gateway's address.
 */
@SystemTest
@EnabledIfSystemProperty(named = "culvert.clients", matches = ".+")
final class ClientMatrixST {

    /** Some clients lose a case in a few of a hundred runs, direct as well, and more often on a busy machine. */
    private static final int REPETITIONS = 4;

    private static final Table TABLE =
            new Table(everything().stream().map(Subject::title).toList());

    @TestFactory
    Stream<DynamicContainer> aClientSeesTheSameThroughTheGateway() {
        return wanted().stream()
                .map(subject ->
                        dynamicContainer(subject.key(), Stream.of(subject).flatMap(this::tests)));
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
                            .asText(),
                    circumstances());
        }
    }

    private static List<String> circumstances() {
        List<String> circumstances = new ArrayList<>();
        if (Way.CARRIER != CarrierKind.GRPC) {
            circumstances.add(Way.CARRIER.option() + " carriers");
        }
        String options = System.getProperty("culvert.clients.apiserver", "");
        if (!options.isEmpty()) {
            circumstances.add("kube-apiserver " + options);
        }
        return circumstances;
    }

    private Stream<DynamicNode> tests(Subject subject) {
        Optional<Path> home = subject.home();
        if (home.isEmpty()) {
            TABLE.addSkipped(subject);
            return Stream.of(dynamicTest("installation", () -> abort("it is not to be had here")));
        }
        Row row = run(subject, home.get());
        TABLE.add(row);
        return row.gateways().stream().flatMap(way -> comparisons(row, way));
    }

    private static Row run(Subject subject, Path home) {
        Row row = new Row(subject);
        for (Way way : Way.values()) {
            Optional<String> obstacle = subject.obstacle(way);
            if (obstacle.isEmpty()) {
                row.add(way, subject.report(way, home));
            } else {
                System.out.println("SKIPPED " + subject + ", " + way.title() + ": " + obstacle.get());
            }
        }
        for (int i = 0; i < REPETITIONS && !surprised(row).isEmpty(); i++) {
            // Some clients come to different results direct already, on a busy machine: they say so when asked again.
            List<Way> ways = surprised(row);
            Set<String> cases =
                    ways.stream().flatMap(way -> row.surprising(way).stream()).collect(Collectors.toSet());
            Stream.concat(Stream.of(Way.DIRECT), ways.stream())
                    .forEach(way -> row.add(way, subject.again(way, home, row.last(way), cases)));
        }
        row.remarks().forEach(remark -> System.out.println("NOTE " + subject + ", " + remark));
        return row;
    }

    private static List<Way> surprised(Row row) {
        return row.gateways().stream()
                .filter(way -> !row.surprising(way).isEmpty())
                .toList();
    }

    private static Stream<DynamicTest> comparisons(Row row, Way way) {
        return row.cases().stream().map(name -> dynamicTest(way.title() + ": " + name, () -> compare(row, way, name)));
    }

    private static void compare(Row row, Way way, String name) {
        if (row.subject().mayDiffer(way, name)) {
            assertThat(row.last(way, name)).matches(Result::ok, "succeeds");
        } else if (row.subject().mustDiffer(way, name)) {
            // What was written down as impossible, and works after all, is no longer true.
            assertThat(row.last(way, name)).isNotIn(row.direct(name));
        } else {
            assertThat(row.last(way, name)).isIn(row.direct(name));
        }
    }

    private static List<Subject> wanted() {
        List<String> keys = List.of(System.getProperty("culvert.clients").split(","));
        List<Subject> all = everything();
        if (keys.equals(List.of("all"))) {
            return all;
        }
        List<Subject> wanted =
                all.stream().filter(subject -> keys.contains(subject.key())).toList();
        if (wanted.size() != keys.size()) {
            throw new IllegalArgumentException("of " + keys + " only these are known: " + wanted);
        }
        return wanted;
    }

    private static List<Subject> everything() {
        List<Subject> all = new ArrayList<>(Client.all());
        all.addAll(KubectlSession.all());
        all.add(new EndToEnd());
        return all;
    }
}
