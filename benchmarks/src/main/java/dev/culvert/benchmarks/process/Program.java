package dev.culvert.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands of this very program in JVMs of their own. */
public final class Program {
    private Program() {}

    /** The command line of one of them. */
    public static List<String> line(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.culvert.benchmarks.Main"));
        line.addAll(List.of(arguments));
        return line;
    }
}
