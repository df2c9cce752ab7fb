package dev.culvert.benchmarks.micro;

import dev.culvert.tunnel.failure.CarrierClosedException;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.stream.MultiplexerListener;
import dev.culvert.tunnel.stream.PeerIdentity;
import dev.culvert.tunnel.stream.StreamListener;
import dev.culvert.tunnel.stream.TunnelStream;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Wants to know nothing: for a side that only sends. */
record Unheard() implements MultiplexerListener, StreamListener {
    @Override
    public void onReady(PeerIdentity peer) {}

    @Override
    public void onOpen(TunnelStream stream, Buffer open) {}

    @Override
    public void onStreams(int size, boolean canOpen) {}

    @Override
    public void onPeerDraining(Duration grace) {}

    @Override
    public void onClosed(CarrierClosedException reason) {}

    @Override
    public void onHead(Buffer head) {}

    @Override
    public void onData(Buffer data) {}

    @Override
    public void onEnd() {}

    @Override
    public void onWritten(int bytes) {}

    @Override
    public void onFinished() {}

    @Override
    public void onReset(StreamResetException reset) {}
}
