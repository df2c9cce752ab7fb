package dev.culvert.gateway;

import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.config.GatewayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the gateway until the process is told to stop. */
@Command(
        name = "run",
        description = "Runs the gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    /** What closing takes beyond the grace of the exchanges under way. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    private final Function<String, @Nullable String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "gateway.yaml; else the environment's CULVERT_CONFIG names it")
    private @Nullable Path config;

    RunCommand(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws ExecutionException, InterruptedException, TimeoutException {
        GatewayConfig loaded = ConfigFile.load(configPath(config, environment));
        Gateway gateway = new Gateway(loaded);
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            gateway.start().toCompletionStage().toCompletableFuture().get(START_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            stop(gateway, Duration.ofSeconds(5));
            throw e;
        }
        Duration deadline = loaded.shutdownGrace().plus(STOP_MARGIN);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop(gateway, deadline);
                            stopped.countDown();
                        },
                        "shutdown"));
        stopped.await();
        return 0;
    }

    static Path configPath(@Nullable Path config, Function<String, @Nullable String> environment) {
        return Optional.ofNullable(config)
                .or(() ->
                        Optional.ofNullable(environment.apply("CULVERT_CONFIG")).map(Path::of))
                .orElseThrow(() -> new ConfigException("", "no configuration: give --config, or set CULVERT_CONFIG"));
    }

    private static void stop(Gateway gateway, Duration deadline) {
        try {
            gateway.stop().toCompletionStage().toCompletableFuture().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().addKeyValue("error", e).log("the gateway did not stop in order");
        }
    }
}
