package dev.culvert.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that runs to its end. */
public final class Command {
    /** What a command has to read that is given no input, and where output goes that nobody wants. */
    public static final Path NOTHING = Path.of("/dev/null");

    private Command() {}

    /**
     * Runs it and returns its standard output.
     *
     * @param environment is added to ours
     * @throws IllegalStateException when it fails, with what it said, or is not over in time: it is killed then
     */
    public static String run(List<String> line, Map<String, String> environment, Duration deadline) {
        try {
            Path out = Files.createTempFile("culvert-command", ".out");
            Path err = Files.createTempFile("culvert-command", ".err");
            try {
                return run(line, environment, deadline, NOTHING, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it, with that file as its standard input, and throws its standard output away; fails as {@link #run} does. */
    public static void runSilently(List<String> line, Map<String, String> environment, Duration deadline, Path in) {
        try {
            Path err = Files.createTempFile("culvert-command", ".err");
            try {
                run(line, environment, deadline, in, NOTHING, err);
            } finally {
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(
            List<String> line, Map<String, String> environment, Duration deadline, Path in, Path out, Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        builder.redirectInput(in.toFile());
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(Path.of(line.get(0)).getFileName() + " was not over after " + deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(Path.of(line.get(0)).getFileName() + " ended with " + process.exitValue()
                    + ": " + Files.readString(err));
        }
        return Files.readString(out);
    }
}
