package dev.culvert.benchmarks.micro;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.frame.FrameHandler;
import dev.culvert.tunnel.frame.Hello;
import dev.culvert.tunnel.frame.Welcome;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.openjdk.jmh.infra.Blackhole;

/** Frames that go nowhere, without the compiler knowing it. */
record ConsumedFrames(Blackhole sink) implements FrameHandler {
    @Override
    public void onHello(Hello hello) {
        sink.consume(hello);
    }

    @Override
    public void onWelcome(Welcome welcome) {
        sink.consume(welcome);
    }

    @Override
    public void onPing(long number) {
        sink.consume(number);
    }

    @Override
    public void onPong(long number) {
        sink.consume(number);
    }

    @Override
    public void onGoAway(CloseCode code, String message, Duration grace) {
        sink.consume(code);
    }

    @Override
    public void onOpen(int stream, Buffer open) {
        sink.consume(open);
    }

    @Override
    public void onResponseHead(int stream, Buffer head) {
        sink.consume(head);
    }

    @Override
    public void onHeadFragment(int stream, Buffer piece, boolean last) {
        sink.consume(piece);
    }

    @Override
    public void onData(int stream, Buffer data) {
        sink.consume(stream);
        sink.consume(data);
    }

    @Override
    public void onEnd(int stream) {
        sink.consume(stream);
    }

    @Override
    public void onCredit(int stream, int bytes) {
        sink.consume(stream);
        sink.consume(bytes);
    }

    @Override
    public void onReset(int stream, ResetCode code, String message) {
        sink.consume(code);
    }
}
