package dev.culvert.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/conformance.md names every item, and only tests that there are. */
final class ConformanceTest {

    /** How many items each section has, from section 0 on. */
    private static final List<Integer> ITEMS = List.of(5, 18, 25, 8, 15, 3, 14, 9, 12, 4, 4, 9, 5, 4, 11);

    private static final Pattern ROW = Pattern.compile("\\| ([0-9]+)\\.([0-9]+) \\| (.+?) \\| (.*?) ?\\| (.*?) ?\\|");
    private static final Pattern STATE =
            Pattern.compile("holds|holds in part: \\S.*|does not apply: \\S.*|not yet: \\S.*");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9]+)(?:#([A-Za-z0-9]+))?`");

    private static final List<Row> ROWS = rows();
    private static final Map<String, List<String>> SOURCES = sources();

    private record Row(int section, int item, String shownBy, String state) {

        List<Matcher> tests() {
            return NAME.matcher(shownBy)
                    .results()
                    .map(result -> match(result.group()))
                    .toList();
        }

        boolean promises() {
            return state.startsWith("holds");
        }

        private static Matcher match(String name) {
            Matcher matcher = NAME.matcher(name);
            assertThat(matcher.matches()).isTrue();
            return matcher;
        }

        @Override
        public String toString() {
            return section + "." + item;
        }
    }

    @Test
    void everyItemHasItsRowInItsPlace() {
        List<String> expected = IntStream.range(0, ITEMS.size())
                .boxed()
                .flatMap(section -> IntStream.rangeClosed(1, ITEMS.get(section)).mapToObj(item -> section + "." + item))
                .toList();
        assertThat(ROWS).extracting(Row::toString).isEqualTo(expected);
    }

    @Test
    void everyRowHasOneOfTheFourStates() {
        assertThat(ROWS).allSatisfy(row -> assertThat(row.state()).as("%s", row).matches(STATE));
    }

    @Test
    void whatHoldsIsShownByATest() {
        assertThat(ROWS)
                .filteredOn(Row::promises)
                .allSatisfy(row -> assertThat(row.tests()).as("%s", row).isNotEmpty());
    }

    @Test
    void nothingButTestsIsNamed() {
        assertThat(ROWS)
                .allSatisfy(row -> assertThat(NAME.matcher(row.shownBy()).replaceAll(""))
                        .as("%s", row)
                        .matches("[, ]*"));
    }

    @Test
    void everyTestThatIsNamedExists() {
        assertThat(ROWS).allSatisfy(row -> row.tests().forEach(test -> assertThat(exists(test.group(1), test.group(2)))
                .as("%s names %s", row, test.group())
                .isTrue()));
    }

    private static boolean exists(String type, @org.jspecify.annotations.Nullable String method) {
        List<String> candidates = SOURCES.getOrDefault(type, List.of());
        if (method == null) {
            return !candidates.isEmpty();
        }
        Pattern declaration = Pattern.compile("\\b(void|Stream<Dynamic[A-Za-z]+>) " + method + "\\(");
        return candidates.stream().anyMatch(text -> declaration.matcher(text).find());
    }

    private static List<Row> rows() {
        try (Stream<String> lines = Files.lines(Repository.root().resolve("docs/conformance.md"))) {
            return lines.filter(line -> line.matches("\\| *[0-9].*"))
                    .map(ConformanceTest::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        Matcher matcher = ROW.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("no row: " + line);
        }
        return new Row(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(4),
                matcher.group(5));
    }

    /** The texts of all test classes, by their simple names, which several modules may use. */
    private static Map<String, List<String>> sources() {
        try (Stream<Path> modules = Files.list(Repository.root())) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ConformanceTest::javaFiles)
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", ""),
                            Collectors.mapping(ConformanceTest::text, Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
