package dev.culvert.agent;

import dev.culvert.agent.config.AgentConfig;
import dev.culvert.agent.config.AgentOptions;
import dev.culvert.agent.config.GatewayRoute;
import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cluster-proxy run}: runs until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Connects this cluster to its gateways, and stays until SIGTERM.")
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** A carrier keeps one core busy at most, and the process is to stay small. */
    private static final int MAX_EVENT_LOOPS = 4;

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Override
    public Integer call() throws Exception {
        AgentConfig config = options.resolve(System::getenv);
        Vertx vertx = Transports.vertx(
                new VertxOptions().setEventLoopPoolSize(eventLoops()).setWorkerPoolSize(2));
        LOG.atInfo()
                .addKeyValue("gateway", each(config, GatewayRoute::gateway))
                .addKeyValue("proxy", each(config, GatewayRoute::proxy))
                .addKeyValue("carriers", config.carriers())
                .addKeyValue("transport", Transports.describe(vertx))
                .addKeyValue("tls", TlsEngines.describe())
                .log("The agent starts");
        try {
            Agent agent = within(Agent.start(vertx, config, System::getenv), START_TIMEOUT);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, vertx, config.drainGrace()), "drain"));
            return 0;
        } catch (ExecutionException | TimeoutException e) {
            within(vertx.close(), CLOSE_TIMEOUT);
            throw e;
        }
    }

    private static String each(AgentConfig config, Function<GatewayRoute, @Nullable Object> what) {
        return config.gateways().stream()
                .map(route -> String.valueOf(what.apply(route)))
                .collect(Collectors.joining(","));
    }

    private static int eventLoops() {
        return Math.max(2, Math.min(MAX_EVENT_LOOPS, Runtime.getRuntime().availableProcessors()));
    }

    private static void stop(Agent agent, Vertx vertx, Duration grace) {
        LOG.atInfo().addKeyValue("graceMs", grace.toMillis()).log("The agent drains and stops");
        try {
            within(agent.stop(grace), grace.plus(CLOSE_TIMEOUT));
            within(vertx.close(), CLOSE_TIMEOUT);
            LOG.atInfo().log("The agent has stopped");
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("The agent did not stop in good order");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T within(Future<T> future, Duration timeout)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
