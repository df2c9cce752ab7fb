package dev.culvert.benchmarks.micro;

import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.frame.Hello;
import dev.culvert.tunnel.frame.Limits;
import dev.culvert.tunnel.frame.PacketWriter;
import dev.culvert.tunnel.stream.Handshake;
import dev.culvert.tunnel.stream.Multiplexer;
import dev.culvert.tunnel.stream.MultiplexerSettings;
import dev.culvert.tunnel.stream.TunnelStream;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The way out: streams write, the scheduler makes packets of it at the end of each turn of the event loop. An operation is one
 * data frame; in every turn each stream writes one.
 */
@State(Scope.Thread)
public class SchedulerBenchmark {
    private static final int FRAMES = 4096;

    /** Ready in one turn. */
    @Param({"1", "64", "1024"})
    int streams;

    /** Of each frame; the larger makes bulk of its streams. */
    @Param({"100", "16384"})
    int bytes;

    private final EventLoop loop = new EventLoop();
    private final SinkCarrier carrier = new SinkCarrier(loop.context());
    private final List<TunnelStream> open = new ArrayList<>();
    private Buffer data = Buffer.buffer();

    /** Opens the streams. */
    @Setup
    public void open() {
        data = Buffer.buffer(new byte[bytes]);
        loop.await((CompletableFuture<Integer> done) -> {
            Limits limits = new Limits(32 * 1024, 32 * 1024, 10_000, 1 << 20);
            Multiplexer multiplexer = Multiplexer.start(
                    carrier,
                    Handshake.acceptor("bench", "bench/1", Set.of(), limits, Duration.ofMinutes(1)),
                    new MultiplexerSettings(limits, 256 * 1024, new Budget(1L << 30), Duration.ofMinutes(1)),
                    new Unheard());
            PacketWriter hello = new PacketWriter();
            hello.hello(new Hello(List.of(1), "0".repeat(32), "", "bench/1", Set.of(), limits));
            carrier.receive(hello.take());
            for (int i = 0; i < streams; i++) {
                open.add(multiplexer.open(Buffer.buffer(), false, new Unheard()));
            }
            done.complete(open.size());
        });
    }

    /** Gives each stream the credit for what it will send; takes no part in the figure. */
    @Setup(Level.Invocation)
    public void grant() {
        loop.await((CompletableFuture<Boolean> done) -> {
            PacketWriter credit = new PacketWriter();
            open.forEach(stream -> credit.credit(stream.id(), FRAMES / streams * bytes));
            carrier.receive(credit.take());
            done.complete(true);
        });
    }

    @TearDown
    public void close() {
        loop.close();
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long frame() {
        long before = carrier.written();
        long written = loop.await((CompletableFuture<Long> done) -> turn(FRAMES / streams, done)) - before;
        if (written < (long) FRAMES * bytes) {
            throw new IllegalStateException("only " + written + " bytes were sent");
        }
        return written;
    }

    private void turn(int left, CompletableFuture<Long> done) {
        if (left == 0) {
            done.complete(carrier.written());
            return;
        }
        for (TunnelStream stream : open) {
            stream.write(data);
        }
        // Behind the scheduler, which asked for its turn at the first write.
        loop.context().runOnContext(v -> turn(left - 1, done));
    }
}
