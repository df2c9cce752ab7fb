package dev.culvert.benchmarks.micro;

import dev.culvert.tunnel.carrier.memory.MemoryCarriers;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Whole exchanges through both ends of the tunnel, on one event loop, over a carrier in memory: a GET with the headers of kubectl,
 * a response of 2 KiB. An operation is one exchange: all that the tunnel itself does for a request, in the gateway and in the
 * agent together.
 */
@State(Scope.Thread)
public class ExchangeBenchmark {
    private static final int EXCHANGES = 1024;
    private static final int BODY_BYTES = 2048;

    private static final RequestHead REQUEST = new RequestHead(
            "GET",
            "/api/v1/namespaces/default/configmaps/small",
            List.of(
                    new Header("accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"),
                    new Header("accept-encoding", "gzip"),
                    new Header("user-agent", "kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc"),
                    new Header("impersonate-user", "ada@example.com"),
                    new Header("impersonate-group", "developers")),
            false,
            "",
            "0123456789abcdef");

    private static final ResponseHead RESPONSE = new ResponseHead(
            200,
            List.of(
                    new Header("audit-id", "b0c9a5f0-2f5e-4b51-9f0f-5f5b0d7a6c1e"),
                    new Header("cache-control", "no-cache, private"),
                    new Header("content-type", "application/json"),
                    new Header("content-length", "2048"),
                    new Header("date", "Thu, 01 Jan 2026 00:00:00 GMT")));

    /** Exchanges at once. */
    @Param({"1", "64"})
    int concurrency;

    private final EventLoop loop = new EventLoop();
    private final Endpoint gateway;

    /** Connects both ends. */
    public ExchangeBenchmark() {
        MemoryCarriers carriers = MemoryCarriers.pair(loop.context(), loop.context());
        EndpointSettings settings = EndpointSettings.defaults("bench/1").withIdentity("0".repeat(32), "");
        gateway = Endpoint.acceptor(carriers.second(), "bench", settings, exchange -> {});
        Endpoint.dialer(carriers.first(), settings, new Answers());
    }

    /** Waits for the handshake. */
    @Setup
    public void shakeHands() throws Exception {
        gateway.ready().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @TearDown
    public void close() {
        loop.close();
    }

    @Benchmark
    @OperationsPerInvocation(EXCHANGES)
    public long exchange() {
        long bytes = loop.await((CompletableFuture<Long> done) -> {
            Round round = new Round(done);
            for (int i = 0; i < concurrency; i++) {
                round.next();
            }
        });
        if (bytes != (long) EXCHANGES * BODY_BYTES) {
            throw new IllegalStateException(bytes + " bytes came back");
        }
        return bytes;
    }

    /** Answers every request; one body for all. */
    private static final class Answers implements Handler<Exchange> {
        private final Buffer body = Buffer.buffer(new byte[BODY_BYTES]);

        @Override
        public void handle(Exchange exchange) {
            exchange.in().resume();
            exchange.respond(RESPONSE);
            exchange.out().write(body);
            exchange.out().end();
        }
    }

    /** Exchanges until there were enough, each when one before it is over. On the loop. */
    private final class Round {
        private final CompletableFuture<Long> done;
        private int started;
        private int finished;
        private long bytes;

        Round(CompletableFuture<Long> done) {
            this.done = done;
        }

        void next() {
            if (started == EXCHANGES) {
                return;
            }
            started++;
            Exchange exchange = gateway.open(REQUEST, loop.context());
            exchange.in().exceptionHandler(done::completeExceptionally);
            exchange.in().endHandler(v -> ended());
            exchange.in().handler(buffer -> bytes += buffer.length());
        }

        private void ended() {
            if (++finished == EXCHANGES) {
                done.complete(bytes);
            } else {
                next();
            }
        }
    }
}
