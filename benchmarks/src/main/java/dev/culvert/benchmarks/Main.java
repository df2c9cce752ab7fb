package dev.culvert.benchmarks;

import dev.culvert.benchmarks.agents.AgentsCommand;
import dev.culvert.benchmarks.events.EventsCommand;
import dev.culvert.benchmarks.hop.HopCommand;
import dev.culvert.benchmarks.micro.MicroCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "benchmarks",
        description = "What the tunnel costs, beside other ways to the same API server.",
        mixinStandardHelpOptions = true,
        subcommands = {RunCommand.class, MicroCommand.class, HopCommand.class, EventsCommand.class, AgentsCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(arguments));
    }
}
