package dev.culvert.gateway;

import dev.culvert.gateway.admin.FirstAdministrator;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an administrator's token in the store itself: for the first one, and when all others are lost. */
@Command(
        name = "admin-token",
        description = "Makes a token of an administrator, in the store that the configuration names.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class AdminTokenCommand implements Callable<Integer> {
    private final Function<String, @Nullable String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "gateway.yaml; else the environment's CULVERT_CONFIG names it")
    private @Nullable Path config;

    @Option(
            names = "--token-file",
            required = true,
            paramLabel = "FILE",
            description = "where the token is written to, for its owner only; must not be there yet")
    private Path tokenFile = Path.of("");

    @Option(
            names = "--caller",
            paramLabel = "NAME",
            description = "whose token it is (${DEFAULT-VALUE}); made where there is none of this name")
    private String caller = "admin";

    @Spec
    private @Nullable CommandSpec spec;

    AdminTokenCommand(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        GatewayConfig loaded = ConfigFile.load(RunCommand.configPath(config, environment));
        CurrentDirectory directory = new CurrentDirectory(List.of());
        try (Store store = Store.open(
                loaded.maybeStore()
                        .orElseThrow(() -> new ConfigException("store", "is missing: there is nowhere to put a token")),
                directory,
                InstantSource.system())) {
            FirstAdministrator.create(store, loaded.admin(), caller, tokenFile);
        }
        Optional.ofNullable(spec).ifPresent(known -> {
            known.commandLine().getOut().println(tokenFile);
            known.commandLine().getOut().flush();
        });
        return 0;
    }
}
