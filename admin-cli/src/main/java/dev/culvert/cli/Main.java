package dev.culvert.cli;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "culvert",
        description = "Administers a Culvert gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {WhoAmICommand.class, CanICommand.class})
public final class Main implements Runnable {
    private final Function<String, @Nullable String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    Main(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** Runs one command and exits with 0, 1 (it failed), 2 (it was not understood) or 3 (can-i: no). */
    public static void main(String[] arguments) {
        System.exit(commandLine(System::getenv).execute(arguments));
    }

    static CommandLine commandLine(Function<String, @Nullable String> environment) {
        CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
        return new CommandLine(new Main(environment))
                .addSubcommand(group("cluster", "Clusters.", Resource.CLUSTERS)
                        .addSubcommand("create", new ClusterCommands.Create())
                        .addSubcommand("label", new ClusterCommands.Label())
                        .addSubcommand("manifest", new LinkCommands.Manifest())
                        .addSubcommand("disable", ObjectCommands.disable(Resource.CLUSTERS, true))
                        .addSubcommand("enable", ObjectCommands.disable(Resource.CLUSTERS, false))
                        .addSubcommand("delete", new ObjectCommands.Delete(Resource.CLUSTERS, "deleted")))
                .addSubcommand(group("agent-token", "Tokens of clusters' agents.", Resource.AGENT_TOKENS)
                        .addSubcommand("issue", new TokenCommands.IssueForAgent())
                        .addSubcommand("rotate", new TokenCommands.Rotate(Resource.AGENT_TOKENS))
                        .addSubcommand("revoke", new ObjectCommands.Delete(Resource.AGENT_TOKENS, "revoked")))
                .addSubcommand(
                        group("install-link", "Addresses from which agents are installed.", Resource.INSTALL_LINKS)
                                .addSubcommand("issue", new LinkCommands.Issue())
                                .addSubcommand("revoke", new ObjectCommands.Delete(Resource.INSTALL_LINKS, "revoked")))
                .addSubcommand(group("caller", "Callers: people and applications.", Resource.CALLERS)
                        .addSubcommand("create", new CallerCommands.Create())
                        .addSubcommand("disable", ObjectCommands.disable(Resource.CALLERS, true))
                        .addSubcommand("enable", ObjectCommands.disable(Resource.CALLERS, false))
                        .addSubcommand("delete", new ObjectCommands.Delete(Resource.CALLERS, "deleted")))
                .addSubcommand(group("token", "Tokens of callers.", Resource.CALLER_TOKENS)
                        .addSubcommand("issue", new TokenCommands.IssueForCaller())
                        .addSubcommand("rotate", new TokenCommands.Rotate(Resource.CALLER_TOKENS))
                        .addSubcommand("revoke", new ObjectCommands.Delete(Resource.CALLER_TOKENS, "revoked")))
                .addSubcommand(group("rule", "Access rules.", Resource.ACCESS_RULES)
                        .addSubcommand("add", new RuleCommands.Add())
                        .addSubcommand("remove", new ObjectCommands.Delete(Resource.ACCESS_RULES, "removed"))
                        .addSubcommand("apply", new RuleCommands.Apply()))
                .addSubcommand("completion", completion)
                .setExecutionExceptionHandler(Main::report);
    }

    private static CommandLine group(String name, String description, Resource resource) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        spec.mixinStandardHelpOptions(true);
        return new CommandLine(spec)
                .addSubcommand("list", new ObjectCommands.ListAll(resource))
                .addSubcommand("show", new ObjectCommands.Show(resource));
    }

    Function<String, @Nullable String> environment() {
        return environment;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "which command? --help lists them");
        }
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult ignored) {
        String text = failure instanceof CliException ? failure.getMessage() : failure.toString();
        command.getErr().println(command.getCommandName().toLowerCase(Locale.ROOT) + ": " + text);
        command.getErr().flush();
        return 1;
    }
}
