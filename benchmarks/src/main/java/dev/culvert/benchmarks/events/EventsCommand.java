package dev.culvert.benchmarks.events;

import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves watches until the process is told to stop. */
@Command(name = "events", hidden = true, description = "Serves watches over plain HTTP.")
public final class EventsCommand implements Callable<Integer> {

    @Option(names = "--address", required = true)
    private String address = "";

    @Option(names = "--port", required = true)
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        Vertx vertx = Transports.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            vertx.deployVerticle(new EventSource(address, port)).await();
            new CountDownLatch(1).await();
            return 0;
        } finally {
            vertx.close();
        }
    }
}
