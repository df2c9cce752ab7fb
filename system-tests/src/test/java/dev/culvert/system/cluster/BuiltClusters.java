package dev.culvert.system.cluster;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Clusters of the scripts' own building, and what of them is on the machine. */
final class BuiltClusters {
    private static final Pattern RELEASE = Pattern.compile("k8s\\.io/kubernetes (v[0-9.]+)");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private BuiltClusters() {}

    /** A Kubernetes, as {@code up} calls it, whose programs have been built here; empty where there is none. */
    static Optional<String> kubernetes() {
        return Stream.of("current", "1.20")
                .filter(version -> Files.isExecutable(
                        home().resolve("kubernetes").resolve(release(version)).resolve("bin/kube-apiserver")))
                .findFirst();
    }

    /** One of the two scripts, {@code up} or {@code down}, for the cluster of that name. */
    static Command script(String script, String name) {
        return Command.of(
                        Repository.root()
                                .resolve("test-clusters")
                                .resolve(script)
                                .toString(),
                        "--name",
                        name)
                .env("CULVERT_CLUSTERS_HOME", home().toString())
                .within(PATIENCE);
    }

    /** Where all that belongs to a cluster lies. */
    static Path of(String name) {
        return home().resolve("clusters").resolve(name);
    }

    /** The processes whose command line speaks of that cluster, which those of every component do. */
    static List<ProcessHandle> processes(String name) {
        String path = of(name) + "/";
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(path))
                .toList();
    }

    /** What is mounted for that cluster. */
    static List<String> mounts(String name) {
        return lines(Path.of("/proc/self/mounts"))
                .filter(line -> line.contains(of(name) + "/"))
                .toList();
    }

    static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private static Path home() {
        String given = System.getenv("CULVERT_CLUSTERS_HOME");
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElseGet(() -> System.getProperty("user.home") + "/.cache");
        return given == null ? Path.of(cache, "culvert-clusters") : Path.of(given);
    }

    private static String release(String version) {
        Path module = Repository.root()
                .resolve("test-clusters/real/modules")
                .resolve(version)
                .resolve("go.mod");
        return lines(module)
                .map(RELEASE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
