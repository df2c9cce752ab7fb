package dev.culvert.system.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The tests of Kubernetes' own suite: which are run, and what they came to. */
final class Specs {

    private static final Path FILE = Repository.root().resolve("system-tests/src/test/e2e/specs");

    private Specs() {}

    /** ginkgo's options. */
    static List<String> selection() {
        return lines("(focus|skip) .*")
                .map(line -> "--" + line.replaceFirst(" +", "="))
                .toList();
    }

    /** Whether the one of that name cannot come to the same on that way. */
    static boolean differs(Way way, String name) {
        return lines("differs " + way + " .*")
                .map(line -> line.split(" ", 3)[2])
                .anyMatch(pattern -> Pattern.compile(pattern).matcher(name).find());
    }

    private static Stream<String> lines(String pattern) {
        try {
            return Files.readAllLines(FILE).stream().filter(line -> line.matches(pattern));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The expression that finds the one of that name. */
    static String exactly(String name) {
        return "\\Q" + name + "\\E$";
    }

    /** Reads ginkgo's report. Fails when there is none, or when nothing was run. */
    static Map<String, Result> results(Path report, Outcome outcome, Way way) {
        Map<String, Result> results = new LinkedHashMap<>();
        try {
            for (JsonNode spec :
                    new ObjectMapper().readTree(Files.readString(report)).at("/0/SpecReports")) {
                String state = spec.path("State").asText();
                if (!spec.path("LeafNodeType").asText().equals("It")
                        || state.equals("skipped")
                        || state.equals("pending")) {
                    continue;
                }
                boolean passed = state.equals("passed");
                if (!passed) {
                    System.out.println("NOTE e2e, " + way.title() + ": " + name(spec) + ": "
                            + firstLine(spec.at("/Failure/Message")));
                }
                results.put(name(spec), new Result(passed, state));
            }
        } catch (IOException e) {
            throw new AssertionError("no report: " + outcome, e);
        }
        if (results.isEmpty()) {
            throw new AssertionError("nothing was run: " + outcome);
        }
        return results;
    }

    private static String name(JsonNode spec) {
        Stream<String> containers = StreamSupport.stream(
                        spec.path("ContainerHierarchyTexts").spliterator(), false)
                .map(JsonNode::asText);
        return Stream.concat(containers, Stream.of(spec.path("LeafNodeText").asText()))
                .collect(Collectors.joining(" "));
    }

    private static String firstLine(JsonNode message) {
        return message.asText().lines().findFirst().orElse("it does not say why");
    }
}
