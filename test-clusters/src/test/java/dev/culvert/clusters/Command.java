package dev.culvert.clusters;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs of this machine, with a deadline. */
final class Command {
    private static final long DEADLINE_SECONDS = 60;

    private Command() {}

    record Result(int code, String output) {}

    static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Output and errors together. */
    static Result run(Path directory, Map<String, String> environment, List<String> words) {
        try {
            Path output = Files.createTempFile(directory, "output", ".txt");
            Process process = start(directory, environment, words, output);
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " did not end in time: " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    static Process start(Path directory, Map<String, String> environment, List<String> words, Path output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    static List<String> words(String first, String... others) {
        return Stream.concat(Stream.of(first), Arrays.stream(others)).toList();
    }
}
