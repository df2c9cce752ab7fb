package dev.culvert.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks the gateway. */
abstract class ApiCommand implements Callable<Integer> {
    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Printer.Format format = Printer.Format.table;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() {
        CommandSpec known = Objects.requireNonNull(spec);
        Main main = (Main) known.root().userObject();
        ApiClient client = new ApiClient(Settings.resolve(connection, main.environment()));
        return run(client, new Printer(known.commandLine().getOut(), format));
    }

    /** Returns the exit code. */
    abstract int run(ApiClient client, Printer printer);

    boolean isTable() {
        return format == Printer.Format.table;
    }

    /** For what is not the command's result. */
    PrintWriter errors() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
