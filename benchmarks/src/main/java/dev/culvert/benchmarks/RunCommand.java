package dev.culvert.benchmarks;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.backend.KubernetesBackend;
import dev.culvert.benchmarks.backend.SyntheticBackend;
import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.measure.Machine;
import dev.culvert.benchmarks.measure.TrialResult;
import dev.culvert.benchmarks.micro.MicroBenchmarks;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.profile.Profiler;
import dev.culvert.benchmarks.report.Report;
import dev.culvert.benchmarks.report.Section;
import dev.culvert.benchmarks.run.Laboratory;
import dev.culvert.benchmarks.run.Observer;
import dev.culvert.benchmarks.run.Plan;
import dev.culvert.benchmarks.run.Runner;
import dev.culvert.benchmarks.run.Stand;
import dev.culvert.benchmarks.variant.Variant;
import dev.culvert.benchmarks.variant.Variants;
import dev.culvert.benchmarks.workload.Workload;
import dev.culvert.benchmarks.workload.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
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

    @Option(names = "--quick", description = "The trials that say most, in a quarter of an hour.")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "WORKLOAD", description = "These workloads alone.")
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
        List<Workload> workloads = select(Workloads.all(toolbox), Workload::key, Set.copyOf(only));
        Plan plan = quick ? Plan.quickly() : Plan.full();
        Report report = new Report(Machine.here(), words(plan), Variants.BASELINE);
        report.describePrograms(programs(toolbox));
        Path directory = Files.createTempDirectory("culvert-benchmarks");
        Network network = Network.loopback();
        Certificates certificates = Certificates.create(directory, network.addresses());
        Laboratory laboratory = new Laboratory(variants(), network, certificates, toolbox, repository, directory);
        Runner runner = new Runner(plan, this::say, observer());
        if (!withoutSynthetic) {
            Path own = Files.createDirectory(directory.resolve("synthetic"));
            attempt(report, "synthetic", () -> {
                Backend backend = SyntheticBackend.start(network.edge(), certificates, toolbox, own);
                measure(backend, laboratory, workloads, runner, report);
            });
        }
        if (kubeconfig != null) {
            Path admin = kubeconfig;
            Path own = Files.createDirectory(directory.resolve("kubernetes"));
            attempt(report, "kubernetes", () -> {
                Backend backend = KubernetesBackend.create(admin, toolbox, own);
                measure(backend, laboratory, workloads, runner, report);
            });
        }
        if (micro) {
            attempt(report, "micro", () -> report.append(new MicroBenchmarks(quick, "", output).page()));
        }
        say("The report is " + report.write(output) + ", logs are in " + directory);
        report.failures().forEach((what, cause) -> say(what + " failed: " + cause));
        return report.failures().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** A part of a run, which may fail without the others. */
    private interface Part {
        void run() throws IOException;
    }

    private void attempt(Report report, String name, Part part) {
        try {
            part.run();
        } catch (IOException | RuntimeException e) {
            report.fail(name, String.valueOf(e.getMessage()));
        }
    }

    private void measure(Backend backend, Laboratory laboratory, List<Workload> workloads, Runner runner, Report report)
            throws IOException {
        say(backend.key() + ": starting the variants");
        report.describeBackend(backend.key(), backend.description());
        try (Stand stand = laboratory.open(backend)) {
            laboratory.variants().forEach(variant -> report.describeVariant(variant.key(), words(variant)));
            stand.missing().forEach((key, lack) -> report.describeVariant(key, "not here: " + lack));
            Variants.ABSENT.forEach((key, lack) -> report.describeVariant(key, "not here: " + lack));
            stand.failed().forEach((key, cause) -> report.fail(backend.key() + " " + key, cause));
            for (Workload workload : workloads) {
                List<TrialResult> results = runner.run(stand, workload);
                if (!results.isEmpty()) {
                    boolean known = !backend.daemons().isEmpty();
                    report.add(new Section(backend.key(), workload.key(), workload.title(), known, results));
                }
            }
        }
    }

    private String words(Variant variant) {
        return variant.description()
                + variant.version(Toolbox.in(cache))
                        .map(version -> "; version " + version)
                        .orElse("");
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

    private String words(Plan plan) {
        return profile ? plan.words() + " Profilers were attached, and are in the figures." : plan.words();
    }

    private List<Variant> variants() {
        Set<String> keys = new HashSet<>(chosen);
        if (!keys.isEmpty()) {
            keys.add(Variants.BASELINE);
        }
        return select(Variants.all(), Variant::key, keys);
    }

    private <T> List<T> select(List<T> all, Function<T, String> key, Set<String> wanted) {
        List<String> keys = all.stream().map(key).toList();
        for (String one : wanted) {
            if (!keys.contains(one)) {
                throw new ParameterException(
                        spec.commandLine(), "there is no " + one + ", but " + String.join(", ", keys));
            }
        }
        return all.stream()
                .filter(one -> wanted.isEmpty() || wanted.contains(key.apply(one)))
                .toList();
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
