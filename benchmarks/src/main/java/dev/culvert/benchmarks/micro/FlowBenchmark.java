package dev.culvert.benchmarks.micro;

import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.flow.Line;
import dev.culvert.tunnel.flow.ReceiveWindow;
import dev.culvert.tunnel.flow.SendWindow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** The arithmetic of credit. An operation is what one data frame, or one new stream, asks of it. */
public class FlowBenchmark {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final long LOOPBACK_NANOS = 100_000;
    private static final int INITIAL_BYTES = 32 * 1024;
    private static final int LIMIT_BYTES = 256 * 1024;

    /** Both ends of one stream's credit, the receiver at once with what is sent. */
    @State(Scope.Thread)
    public static class Credit {
        private final Budget budget = new Budget(1L << 30);
        private final SendWindow sender = new SendWindow(INITIAL_BYTES);
        private final ReceiveWindow receiver = window(budget);

        /** Sends a chunk, and returns the credit that is left. */
        int move() {
            sender.spend(CHUNK_BYTES);
            receiver.received(CHUNK_BYTES);
            int grant = receiver.consumed(CHUNK_BYTES);
            if (grant > 0) {
                sender.grant(grant);
            }
            return sender.available();
        }
    }

    /** A process's budget, which all of its carriers share. */
    @State(Scope.Benchmark)
    public static class Shared {
        private final Budget process = new Budget(1L << 30);
    }

    /** One carrier's part of it. */
    @State(Scope.Thread)
    public static class Part {
        private Budget carrier = new Budget(1);

        /** Takes it of the shared one. */
        @Setup
        public void take(Shared shared) {
            carrier = shared.process.part(1L << 28);
        }
    }

    @Benchmark
    public int chunk(Credit credit) {
        return credit.move();
    }

    @Benchmark
    public int newStream(Part part) {
        return openAndClose(part);
    }

    @Benchmark
    @Threads(2)
    public int newStreamOnTwoCarriers(Part part) {
        return openAndClose(part);
    }

    private static int openAndClose(Part part) {
        ReceiveWindow window = window(part.carrier);
        int capacity = window.capacity();
        window.close();
        return capacity;
    }

    private static ReceiveWindow window(Budget budget) {
        ReceiveWindow window = ReceiveWindow.reserve(budget, INITIAL_BYTES, LIMIT_BYTES, loopback());
        if (window == null) {
            throw new IllegalStateException("no room in the budget");
        }
        return window;
    }

    private static Line loopback() {
        Line line = new Line(System::nanoTime);
        line.roundTrip(LOOPBACK_NANOS);
        return line;
    }
}
