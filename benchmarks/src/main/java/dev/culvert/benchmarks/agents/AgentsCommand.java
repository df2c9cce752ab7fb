package dev.culvert.benchmarks.agents;

import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Connects agents, all at once, and serves until the process is told to stop. */
@Command(name = "agents", hidden = true, description = "Runs many simulated agents.")
public final class AgentsCommand implements Callable<Integer> {

    @Option(names = "--gateway", required = true, description = "https://HOST:PORT")
    private URI gateway = URI.create("https://localhost");

    @Option(names = "--authority", required = true, description = "PEM file that verifies the gateway.")
    private String authority = "";

    @Option(names = "--tokens", required = true, description = "The agents' tokens, one in a line.")
    private Path tokens = Path.of("");

    @Option(names = "--first", required = true, description = "Of the tokens, from 0.")
    private int first;

    @Option(names = "--agents", required = true)
    private int count;

    @Option(names = "--carriers", description = "Of each agent.")
    private int carriers = 2;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> all = Files.readAllLines(tokens).subList(first, first + count);
        TrustOptions trust = new PemTrustOptions().addCertPath(authority);
        int loops = Runtime.getRuntime().availableProcessors();
        AtomicInteger repeated = new AtomicInteger();
        Vertx vertx = Transports.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        try {
            long start = System.nanoTime();
            AtomicInteger next = new AtomicInteger();
            vertx.deployVerticle(
                            () -> new AgentLoop(
                                    share(all, next.getAndIncrement(), loops), gateway, trust, carriers, repeated),
                            new DeploymentOptions().setInstances(loops))
                    .await();
            System.out.printf(
                    "%d agents serve after %d ms, %d dials were repeated%n",
                    count, Duration.ofNanos(System.nanoTime() - start).toMillis(), repeated.get());
            new CountDownLatch(1).await();
            return 0;
        } finally {
            vertx.close();
        }
    }

    private static List<String> share(List<String> all, int loop, int loops) {
        List<String> share = new ArrayList<>();
        for (int i = loop; i < all.size(); i += loops) {
            share.add(all.get(i));
        }
        return share;
    }
}
