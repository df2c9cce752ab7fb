package dev.culvert.agent;

import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the agent. */
@Command(
        name = "cluster-proxy",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "The agent of Culvert: gives a central gateway the Kubernetes API of this cluster.",
        subcommands = {RunCommand.class, DoctorCommand.class})
public final class Main {
    private Main() {}

    /** Exits with 1 where something is missing or wrong, with 2 where the command line itself is. */
    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        if (code != 0 || arguments.length == 0 || !arguments[0].equals("run") || wantsHelp(arguments)) {
            System.exit(code);
        }
        // Otherwise the agent runs on its own threads until a signal ends it.
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main());
        command.setExecutionStrategy(new CommandLine.RunLast());
        command.setExecutionExceptionHandler((failure, failed, result) -> {
            failed.getErr().println("cluster-proxy: " + oneLine(failure));
            return 1;
        });
        return command;
    }

    private static boolean wantsHelp(String[] arguments) {
        for (String argument : arguments) {
            if (argument.equals("--help")
                    || argument.equals("-h")
                    || argument.equals("--version")
                    || argument.equals("-V")) {
                return true;
            }
        }
        return false;
    }

    private static String oneLine(Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.lines().findFirst().orElse(message);
    }
}
