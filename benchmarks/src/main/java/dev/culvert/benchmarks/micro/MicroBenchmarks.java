package dev.culvert.benchmarks.micro;

import dev.culvert.benchmarks.measure.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * The benchmarks of this room, run with JMH.
 *
 * @param quick one JVM and three seconds for each, in place of three and fifteen
 * @param only those whose names this regular expression is found in
 * @param output gets JMH's own file, {@code micro.json}
 */
public record MicroBenchmarks(boolean quick, String only, Path output) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /**
     * Runs them and returns a page in Markdown.
     *
     * @throws IllegalStateException when one fails
     */
    public String page() throws IOException {
        Machine machine = Machine.here();
        Files.createDirectories(output);
        try {
            List<Figure> figures = new Runner(options())
                    .run().stream().map(MicroBenchmarks::figure).toList();
            return MicroPage.of(words(machine), figures);
        } catch (RunnerException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Options options() {
        return new OptionsBuilder()
                .include("\\.micro\\..*" + only)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 2 : 3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(output.resolve("micro.json").toString())
                .build();
    }

    private static Figure figure(RunResult result) {
        BenchmarkParams benchmark = result.getParams();
        String name = benchmark.getBenchmark();
        String parameters = benchmark.getParamsKeys().stream()
                .map(key -> benchmark.getParam(key) + " " + key)
                .collect(Collectors.joining(", "));
        Statistics nanos = result.getPrimaryResult().getStatistics();
        return new Figure(
                name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                parameters,
                nanos.getPercentile(50),
                nanos.getMin(),
                nanos.getMax(),
                allocated(result));
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().keySet().stream()
                .filter(key -> key.endsWith(ALLOCATED))
                .mapToDouble(key -> Objects.requireNonNull(
                                result.getSecondaryResults().get(key))
                        .getScore())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH counted no allocations"));
    }

    private static String words(Machine machine) {
        return String.format(
                Locale.ROOT,
                "Measured on %d × %s, %s; load average at the start %.2f.",
                machine.processors(),
                machine.processor(),
                machine.java(),
                machine.load());
    }
}
