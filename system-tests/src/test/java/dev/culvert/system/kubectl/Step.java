package dev.culvert.system.kubectl;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One kubectl command of a session. {@code @NS} in an argument stands for the session's namespace, {@code
 * @PREFIX} for what the server's address has as its path: {@code kubectl get --raw} takes a path from the root of the host and
 * drops the one of the address, so that people have to write it.
 *
 * @param exit the exit code that it must have direct
 * @param websockets what KUBECTL_REMOTE_COMMAND_WEBSOCKETS says
 */
record Step(int exit, List<String> arguments, Optional<String> input, boolean websockets, boolean lastLineOnly) {

    Step {
        arguments = List.copyOf(arguments);
    }

    /** A command, its words separated by spaces; words with spaces stand between single quotes. */
    static Step of(int exit, String line) {
        return new Step(exit, words(line), Optional.empty(), true, false);
    }

    Step input(String text) {
        return new Step(exit, arguments, Optional.of(text), websockets, lastLineOnly);
    }

    /** The same over SPDY. */
    Step spdy() {
        return new Step(exit, arguments, input, false, lastLineOnly);
    }

    /** How many lines of progress there are depends on the moment: only the last one counts. */
    Step lastLine() {
        return new Step(exit, arguments, input, websockets, true);
    }

    Outcome run(Target target, String namespace) {
        Command command = target.kubectl(arguments.stream()
                        .map(argument -> argument.replace("@NS", namespace).replace("@PREFIX", target.prefix()))
                        .toArray(String[]::new))
                .env("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", Boolean.toString(websockets))
                .within(Duration.ofSeconds(150));
        input.ifPresent(command::stdin);
        return command.run();
    }

    private static List<String> words(String line) {
        String[] parts = line.split("'", -1);
        return IntStream.range(0, parts.length)
                .boxed()
                .flatMap(i -> i % 2 == 1
                        ? Stream.of(parts[i])
                        : Arrays.stream(parts[i].trim().split("\\s+", -1)).filter(word -> !word.isEmpty()))
                .toList();
    }

    @Override
    public String toString() {
        return (websockets ? "" : "(SPDY) ") + String.join(" ", arguments);
    }
}
