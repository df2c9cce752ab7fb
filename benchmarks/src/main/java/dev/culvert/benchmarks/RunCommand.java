package dev.culvert.benchmarks;

import dev.culvert.benchmarks.backend.KubernetesBackend;
import dev.culvert.benchmarks.backend.SyntheticBackend;
import dev.culvert.benchmarks.experiment.Experiment;
import dev.culvert.benchmarks.experiment.Experiments;
import dev.culvert.benchmarks.line.Line;
import dev.culvert.benchmarks.measure.Machine;
import dev.culvert.benchmarks.micro.MicroBenchmarks;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.profile.Profiler;
import dev.culvert.benchmarks.report.Report;
import dev.culvert.benchmarks.run.Observer;
import dev.culvert.benchmarks.run.Plan;
import dev.culvert.benchmarks.run.Runner;
import dev.culvert.benchmarks.variant.Variant;
import dev.culvert.benchmarks.variant.Variants;
import dev.culvert.benchmarks.workload.LongLine;
import dev.culvert.benchmarks.workload.Workload;
import dev.culvert.benchmarks.workload.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the benchmarks and writes the report. */
@CommandLine.Command(
        name = "run",
        description = "Measures the tunnel beside other ways to the same API server, and writes a report in Markdown.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--full",
            description =
                    "Every trial, and the largest crowds: some hours, in place of about half an hour for each backend.")
    private boolean full;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "Rounds that count, in place of 3, or of 5 with --full. Fewer are sooner done, and tell less.")
    private @Nullable Integer rounds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WORKLOAD",
            description = "These workloads and experiments alone: small-get, wan, idle-agents and the like.")
    private List<String> only = List.of();

    @Option(
            names = "--variants",
            split = ",",
            paramLabel = "VARIANT",
            description = "These variants alone, and direct.")
    private List<String> chosen = List.of();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Also run on the API server of this kubeconfig's current context, in a namespace of its own.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--profile",
            description = "Attach async-profiler to the JVMs that are compared, and leave a flame graph and collapsed"
                    + " stacks of each trial in profiles/ beside the report. Costs a little time.")
    private boolean profile;

    @Option(
            names = "--micro",
            description = "Also measure the tunnel's parts by themselves, as scripts/bench micro does.")
    private boolean micro;

    @Option(names = "--no-synthetic", description = "Leave the synthetic backend out.")
    private boolean withoutSynthetic;

    @Option(names = "--repository", required = true, hidden = true)
    private Path repository = Path.of("");

    @Option(names = "--cache", required = true, hidden = true)
    private Path cache = Path.of("");

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "Where the report goes.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Toolbox toolbox = Toolbox.in(cache);
        List<Workload> workloads = Workloads.all(toolbox);
        List<Experiment> experiments = Experiments.all();
        List<Variant> variants = Variants.all();
        requireAmong(
                Stream.of(
                                workloads.stream().map(Workload::key),
                                experiments.stream().map(Experiment::key),
                                Stream.of(LongLine.KEY))
                        .flatMap(keys -> keys),
                only);
        requireAmong(variants.stream().map(Variant::key), chosen);
        Plan plan = plan();
        Report report = new Report(Machine.here(), words(plan), Variants.BASELINE);
        report.describePrograms(programs(toolbox));
        Path directory = Files.createTempDirectory("culvert-benchmarks");
        Runner runner = new Runner(plan, this::say, observer());
        Course course = new Course(!full, runner, report, toolbox, repository, directory, this::say);
        List<Workload> wanted = wanted(workloads, Workload::key);
        if (!withoutSynthetic) {
            Network here = Network.loopback();
            course.workloads(
                    "synthetic",
                    here,
                    among(variants),
                    wanted,
                    (certificates, own) -> SyntheticBackend.start(here.edge(), certificates, toolbox, own));
            overLongLine(course, report);
            course.experiments(wanted(experiments, Experiment::key));
        }
        if (kubeconfig != null) {
            Path admin = kubeconfig;
            course.workloads(
                    "kubernetes",
                    Network.loopback(),
                    among(variants),
                    wanted,
                    (certificates, own) -> KubernetesBackend.create(admin, toolbox, own));
        }
        if (micro) {
            course.attempt("micro", () -> report.append(new MicroBenchmarks(!full, "", output).page()));
        }
        say("The report is " + report.write(output) + ", logs are in " + directory);
        report.failures().forEach((what, cause) -> say(what + " failed: " + cause));
        return report.failures().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void overLongLine(Course course, Report report) {
        if (!isWanted(LongLine.KEY)) {
            return;
        }
        Optional<String> lack = Line.missing(course.toolbox());
        if (lack.isPresent()) {
            report.omit(LongLine.KEY, lack.get());
            return;
        }
        course.attempt(LongLine.KEY, () -> {
            try (Line line = Line.open(course.toolbox(), course.directory().resolve("line.log"))) {
                Network network = line.network();
                course.workloads(
                        LongLine.KEY,
                        network,
                        among(Variants.overLongLine()),
                        List.of(new LongLine(course.toolbox(), line)),
                        (certificates, own) ->
                                SyntheticBackend.start(network.edge(), certificates, course.toolbox(), own));
            }
        });
    }

    /** Ours by its commit, the backend and the load generators by what they say. */
    private String programs(Toolbox toolbox) {
        return "Culvert is at commit %s; nginx %s serves, h2load %s and curl %s ask."
                .formatted(
                        commit(),
                        toolbox.version("nginx", "-v").orElse("(missing)"),
                        toolbox.version("h2load", "--version").orElse("(missing)"),
                        toolbox.version("curl", "--version").orElse("(missing)"));
    }

    private String commit() {
        List<String> line = List.of("git", "-C", repository.toString(), "describe", "--always", "--dirty");
        try {
            return Command.run(line, Map.of(), Duration.ofSeconds(10)).strip();
        } catch (IllegalStateException | UncheckedIOException e) {
            return "(unknown)";
        }
    }

    private Observer observer() throws IOException {
        return profile ? Profiler.into(output.resolve("profiles"), this::say) : Observer.NOBODY;
    }

    private Plan plan() {
        Plan plan = full ? Plan.full() : Plan.quickly();
        if (rounds == null) {
            return plan;
        }
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is a number from 1 on, not " + rounds);
        }
        return plan.withRounds(rounds);
    }

    private String words(Plan plan) {
        return profile ? plan.words() + " Profilers were attached, and are in the figures." : plan.words();
    }

    /** The variants that were asked for, and the one that they are compared with. */
    private List<Variant> among(List<Variant> all) {
        return all.stream()
                .filter(one -> chosen.isEmpty()
                        || chosen.contains(one.key())
                        || one.key().equals(Variants.BASELINE))
                .toList();
    }

    private <T> List<T> wanted(List<T> all, Function<T, String> key) {
        return all.stream().filter(one -> isWanted(key.apply(one))).toList();
    }

    private boolean isWanted(String key) {
        return only.isEmpty() || only.contains(key);
    }

    private void requireAmong(Stream<String> keys, List<String> wanted) {
        List<String> there = keys.toList();
        for (String one : wanted) {
            if (!there.contains(one)) {
                throw new ParameterException(
                        spec.commandLine(), "there is no " + one + ", but " + String.join(", ", there));
            }
        }
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
