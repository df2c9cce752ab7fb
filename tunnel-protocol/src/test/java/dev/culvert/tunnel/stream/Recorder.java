package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.failure.CarrierClosedException;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes down what the multiplexer tells. */
final class Recorder implements MultiplexerListener {
    final Queue<String> events = new ConcurrentLinkedQueue<>();
    final Queue<TunnelStream> streams = new ConcurrentLinkedQueue<>();
    final Queue<Buffer> received = new ConcurrentLinkedQueue<>();
    final CompletableFuture<PeerIdentity> ready = new CompletableFuture<>();
    final CompletableFuture<CarrierClosedException> closed = new CompletableFuture<>();
    volatile String refusal = "";

    StreamListener listener(int number) {
        return new StreamListener() {
            @Override
            public void onHead(Buffer head) {
                events.add("head " + number);
            }

            @Override
            public void onData(Buffer data) {
                events.add("data " + number);
                received.add(data);
            }

            @Override
            public void onEnd() {
                events.add("end " + number);
            }

            @Override
            public void onWritten(int bytes) {}

            @Override
            public void onFinished() {
                events.add("finished " + number);
            }

            @Override
            public void onReset(StreamResetException reset) {
                if (reset.code() != ResetCode.CARRIER_LOST) {
                    events.add("reset " + number + " " + reset.code()
                            + (reset.mayHaveExecuted() ? " perhaps executed" : ""));
                }
            }
        };
    }

    @Override
    public void onReady(PeerIdentity peer) {
        ready.complete(peer);
    }

    @Override
    public void onOpen(TunnelStream stream, Buffer open) {
        events.add("open " + stream.id());
        stream.listen(listener(stream.id()));
        streams.add(stream);
        if (!refusal.isEmpty()) {
            stream.reset(ResetCode.MALFORMED, refusal);
        }
    }

    @Override
    public void onStreams(int size, boolean canOpen) {}

    @Override
    public void onPeerDraining(Duration grace) {}

    @Override
    public void onClosed(CarrierClosedException reason) {
        closed.complete(reason);
    }
}
