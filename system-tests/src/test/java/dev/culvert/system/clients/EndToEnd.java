package dev.culvert.system.clients;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kubernetes' own end-to-end tests, in the cluster's version. A case is a test of theirs; one that skips itself is none. Which
 * are run, and why others are not, is in {@code src/test/e2e/specs}.
 */
final class EndToEnd implements Subject {

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** Of the gateway's address: they take some minutes for each. */
    private static final List<String> FORMS =
            List.of(System.getProperty("culvert.e2e.forms", "path,host").split(","));

    /** They wait more than they work. */
    private static final int AT_ONCE = 8;

    @Override
    public String title() {
        return "Kubernetes' own end-to-end tests";
    }

    @Override
    public String key() {
        return "e2e";
    }

    @Override
    public Optional<Path> home() {
        Path directory = Rigs.direct().kubeconfig().resolveSibling("bin");
        if (Files.isExecutable(directory.resolve("e2e.test"))) {
            return Optional.of(directory);
        }
        System.out.println("SKIPPED e2e: there is no " + directory.resolve("e2e.test")
                + ": run test-clusters/real/build current --e2e, then test-clusters/up for its images");
        return Optional.empty();
    }

    @Override
    public Optional<String> obstacle(Way way) {
        return way == Way.DIRECT || FORMS.contains(way.name().toLowerCase(Locale.ROOT))
                ? way.obstacle()
                : Optional.of("not asked for (culvert.e2e.forms)");
    }

    @Override
    public Report report(Way way, Path home) {
        return run(way, home, Specs.selection());
    }

    @Override
    public Report again(Way way, Path home, Report before, Set<String> cases) {
        List<String> focus =
                cases.stream().map(name -> "--focus=" + Specs.exactly(name)).toList();
        return before.updated(run(way, home, focus));
    }

    @Override
    public boolean mustDiffer(Way way, String name) {
        return Specs.differs(way, name);
    }

    private static Report run(Way way, Path home, List<String> selection) {
        Path directory = Scratch.directory("e2e-" + way + "-" + System.nanoTime());
        Stream<String> ginkgo = Stream.of(
                home.resolve("ginkgo").toString(),
                "run",
                "--procs=" + AT_ONCE,
                "--no-color",
                "--silence-skips",
                "--timeout=" + PATIENCE.minusMinutes(1).toMinutes() + "m",
                "--json-report=report.json",
                "--output-dir=" + directory);
        Stream<String> tests = Stream.of(
                home.resolve("e2e.test").toString(),
                "--",
                "--provider=skeleton",
                "--allowed-not-ready-nodes=0",
                "--kubectl-path=" + home.resolve("kubectl"),
                "--kubeconfig=" + way.target().kubeconfig());
        String[] line = Stream.of(ginkgo, selection.stream(), tests)
                .flatMap(part -> part)
                .toArray(String[]::new);
        Outcome outcome = way.command("sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString())
                .with(line)
                .within(PATIENCE)
                .run();
        return Report.of(version(home), Specs.results(directory.resolve("report.json"), outcome, way));
    }

    private static String version(Path home) {
        return Command.of(home.resolve("e2e.test").toString(), "--version")
                .run()
                .orFail()
                .out()
                .trim()
                .replaceFirst("^v", "");
    }

    @Override
    public String toString() {
        return key();
    }
}
