package dev.culvert.system.kubectl;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One kubectl command of a session. In its arguments {@code @NS} stands for the session's namespace, {@code @FILES} for the
 * directory of the sessions' files, {@code @TMP} for a directory of the session's own, {@code @PREFIX} for what the server's
 * address has as its path, and {@code @RAW} for what of it people have to write behind {@code --raw}, since not every kubectl keeps
 * it.
 *
 * @param exit the exit code that it must have direct; -1 for any
 * @param websockets what KUBECTL_REMOTE_COMMAND_WEBSOCKETS and KUBECTL_PORT_FORWARD_WEBSOCKETS say
 * @param until ends a command that does not end by itself
 */
public record Step(
        int exit,
        List<String> arguments,
        Optional<String> input,
        boolean websockets,
        boolean lastLineOnly,
        Optional<Until> until) {

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final Path FILES = Repository.root().resolve("system-tests/src/test/resources/kubectl");

    /** What commands that call an editor get: it wants no terminal. */
    private static final String EDITOR = "sed -i s/blue/amber/";

    public Step {
        arguments = List.copyOf(arguments);
    }

    /** A command, its words separated by spaces; words with spaces stand between single quotes. */
    static Step of(int exit, String line) {
        return new Step(exit, words(line), Optional.empty(), true, false, Optional.empty());
    }

    Step input(String text) {
        return new Step(exit, arguments, Optional.of(text), websockets, lastLineOnly, until);
    }

    /** The same over SPDY. */
    Step spdy() {
        return new Step(exit, arguments, input, false, lastLineOnly, until);
    }

    /** How many lines of progress there are depends on the moment: only the last one counts. */
    Step lastLine() {
        return new Step(exit, arguments, input, websockets, true, until);
    }

    /** The command goes on until it has said that. */
    Step until(String text) {
        return new Step(exit, arguments, input, websockets, lastLineOnly, Optional.of(Until.said(text)));
    }

    /** The command listens on a port of this machine until a page was fetched there. */
    Step serving(String page) {
        return new Step(exit, arguments, input, websockets, lastLineOnly, Optional.of(Until.served(page)));
    }

    /** What came of it. A command that does not end has the exit code -1: the session goes on with the next. */
    Outcome run(Kubectl kubectl, Session session) {
        UnaryOperator<String> place = text -> session.place(text, FILES, kubectl);
        Command command = kubectl.command(arguments.stream().map(place).toArray(String[]::new))
                .env("KUBE_EDITOR", EDITOR)
                .env("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", Boolean.toString(websockets))
                .env("KUBECTL_PORT_FORWARD_WEBSOCKETS", Boolean.toString(websockets))
                .within(PATIENCE);
        Optional<String> text = input.map(place);
        try {
            if (until.isPresent()) {
                return until.get().run(command, text.orElse(""), place);
            }
            text.ifPresent(command::stdin);
            return command.run();
        } catch (AssertionError e) {
            return Outcome.failed(toString(), -1, String.valueOf(e.getMessage()));
        }
    }

    /** Whether it came to the end that it must. */
    public boolean expects(Outcome outcome) {
        return exit < 0 || outcome.exit() == exit;
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
