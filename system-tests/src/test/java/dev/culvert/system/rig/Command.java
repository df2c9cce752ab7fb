package dev.culvert.system.rig;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command line to run: arguments, environment, standard input. Each run has a deadline. */
public final class Command {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<String> line;
    private final Map<String, String> environment = new HashMap<>();
    private Optional<Path> input = Optional.empty();
    private Duration deadline = DEADLINE;

    private Command(List<String> line) {
        this.line = new ArrayList<>(line);
    }

    public static Command of(String... line) {
        return new Command(List.of(line));
    }

    public Command with(String... arguments) {
        line.addAll(List.of(arguments));
        return this;
    }

    public Command env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Command stdin(String text) {
        try {
            Path file = Scratch.file("stdin");
            Files.writeString(file, text);
            return stdin(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Command stdin(Path file) {
        input = Optional.of(file);
        return this;
    }

    public Command within(Duration time) {
        deadline = time;
        return this;
    }

    /** Runs to the end. Fails the test when the deadline passes first. */
    public Outcome run() {
        try (Running running = start(input.orElse(Path.of("/dev/null")))) {
            return running.awaitEnd(deadline);
        }
    }

    /** Starts, with the standard input that was given, or an empty one. */
    public Running start() {
        return start(input.orElse(Path.of("/dev/null")));
    }

    /** Starts with a standard input that stays open: {@link Running#write}. */
    public Running startWithOpenInput() {
        try {
            return launch(ProcessBuilder.Redirect.PIPE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Running start(Path stdin) {
        try {
            return launch(ProcessBuilder.Redirect.from(stdin.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Running launch(ProcessBuilder.Redirect stdin) throws IOException {
        Path out = Scratch.file("stdout");
        Path err = Scratch.file("stderr");
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.equals("KUBECONFIG") || name.startsWith("CULVERT_"));
        builder.environment().putAll(environment);
        builder.redirectInput(stdin).redirectOutput(out.toFile()).redirectError(err.toFile());
        Process process = builder.start();
        OutputStream pipe = process.getOutputStream();
        return new Running(String.join(" ", line), process, pipe, out, err);
    }
}
