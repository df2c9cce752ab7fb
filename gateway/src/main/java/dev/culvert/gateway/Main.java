package dev.culvert.gateway;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "gateway",
        description = "Serves the Kubernetes API of clusters behind firewalls.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    /** Runs one command and exits with 0, 1 (it failed) or 2 (it was not understood). */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && !arguments[0].equals("run")) {
            // Standard output is for what the other commands print. Before anything asks for a logger.
            System.setProperty("culvert.log.target", "System.err");
        }
        System.exit(commandLine(System::getenv).execute(arguments));
    }

    static CommandLine commandLine(Function<String, @Nullable String> environment) {
        return new CommandLine(new Main())
                .addSubcommand(new RunCommand(environment))
                .addSubcommand(new InitCommand())
                .addSubcommand(new ManifestCommand())
                .addSubcommand(new CertificateCommand())
                .addSubcommand(new AuthorityCommand())
                .addSubcommand(new AdminTokenCommand(environment))
                .addSubcommand(new DoctorCommand(environment))
                .setExecutionExceptionHandler(Main::report);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "which command? try run, init, manifest, certificate, ca or doctor");
        }
    }

    /** One line that says what is wrong; whoever wants the stack trace asks the log at debug. */
    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult ignored) {
        LoggerFactory.getLogger(Main.class).atDebug().setCause(failure).log("command failed");
        command.getErr().println(command.getCommandName() + ": " + Failures.explain(failure));
        command.getErr().flush();
        return 1;
    }
}
