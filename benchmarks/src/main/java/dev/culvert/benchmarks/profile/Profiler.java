package dev.culvert.benchmarks.profile;

import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.run.Observer;
import dev.culvert.benchmarks.run.Stand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import one.profiler.AsyncProfilerLoader;

/** Samples the CPU time of every JVM between callers and backend, trial by trial. */
public final class Profiler implements Observer {

    /** Each thread's own CPU clock: kernels that keep perf events from users have it, too. */
    private static final String EVENT = "ctimer";

    private static final String INTERVAL = "1ms";

    private final Path directory;
    private final Consumer<String> progress;

    private Profiler(Path directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * Makes the directory, which gets two files of each process and trial: a flame graph ({@code .html}) and collapsed stacks.
     *
     * @param progress is told of JVMs that could not be looked into
     */
    public static Profiler into(Path directory, Consumer<String> progress) throws IOException {
        return new Profiler(Files.createDirectories(directory).toAbsolutePath(), progress);
    }

    @Override
    public Observation begin(String trial, Stand stand) {
        List<Sampled> sampled = new ArrayList<>();
        for (String variant : stand.variants()) {
            for (Daemon daemon : stand.route(variant).daemons()) {
                if (daemon.isJvm()) {
                    Sampled one = new Sampled(daemon, String.join("-", trial, variant, daemon.name()));
                    if (profiler(one, "start", "-e", EVENT, "-i", INTERVAL)) {
                        sampled.add(one);
                    }
                }
            }
        }
        return () -> sampled.forEach(this::write);
    }

    private void write(Sampled one) {
        if (profiler(one, "dump", "-o", "flamegraph", "--title", one.name(), "-f", file(one, ".html"))) {
            profiler(one, "stop", "-o", "collapsed", "-f", file(one, ".collapsed"));
        }
    }

    private String file(Sampled one, String suffix) {
        return directory.resolve(one.name() + suffix).toString();
    }

    /** Runs a command of the profiler on the process; says what went wrong where it fails. */
    private boolean profiler(Sampled one, String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.add(Long.toString(one.daemon().pid()));
        try {
            AsyncProfilerLoader.executeProfiler(line.toArray(String[]::new));
            return true;
        } catch (IOException | RuntimeException e) {
            progress.accept("  " + one.name() + " cannot be profiled: " + e.getMessage());
            return false;
        }
    }

    /**
     * A process that is looked into.
     *
     * @param name of its files
     */
    private record Sampled(Daemon daemon, String name) {}
}
