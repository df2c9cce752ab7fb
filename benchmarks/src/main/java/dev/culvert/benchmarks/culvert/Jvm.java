package dev.culvert.benchmarks.culvert;

import dev.culvert.benchmarks.process.Daemon;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program of ours, by its launcher. */
final class Jvm {
    private Jvm() {}

    static Daemon start(String name, List<String> line, String javaOptions, Path log) {
        Map<String, String> environment = javaOptions.isEmpty() ? Map.of() : Map.of("CULVERT_JAVA_OPTS", javaOptions);
        return Daemon.start(name, line, environment, log);
    }
}
