package dev.culvert.kubeconfig.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point. */
public final class Main {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    private Main() {}

    /** Exits with 0, 1 (nothing was written) or 2 (the options make no sense; nothing was written). */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        Surroundings surroundings = new Surroundings(
                name -> {
                    String value = System.getenv(name);
                    return value == null ? "" : value;
                },
                System.getProperty("culvert.command", "kubeconfig-gen"),
                System.in,
                out,
                err);
        System.exit(run(surroundings, arguments));
    }

    static int run(Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(new GenerateCommand(surroundings))
                .addSubcommand(new CredentialCommand(surroundings))
                .addSubcommand(new AutoComplete.GenerateCompletion());
        line.setOut(surroundings.out()).setErr(surroundings.err());
        // An argument that begins with "@" is an argument.
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((failure, given) -> usage(surroundings, failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(surroundings, failure));
        return line.execute(arguments);
    }

    private static int usage(Surroundings surroundings, ParameterException failure) {
        // What was not understood may be a secret at the wrong place: options are named, values are not.
        String message = failure instanceof UnmatchedArgumentException unmatched
                ? "unknown " + (option(unmatched).isEmpty() ? "argument" : "option " + option(unmatched))
                : firstLine(failure);
        surroundings.err().println("kubeconfig-gen: " + message + " (see --help)");
        return USAGE;
    }

    private static String option(UnmatchedArgumentException failure) {
        String first = failure.getUnmatched().get(0);
        return first.startsWith("-") ? first.replaceFirst("=.*", "") : "";
    }

    private static int failed(Surroundings surroundings, Exception failure) {
        surroundings.err().println("kubeconfig-gen: " + firstLine(failure));
        return failure instanceof IllegalArgumentException ? USAGE : FAILURE;
    }

    private static String firstLine(Exception failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
