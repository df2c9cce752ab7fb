package dev.culvert.tunnel.frame;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** Writes down each frame as a line. */
public final class RecordedFrames implements FrameHandler {
    public final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onHello(Hello hello) {
        lines.add("hello " + hello.session() + " " + hello.cluster() + " " + hello.versions());
    }

    @Override
    public void onWelcome(Welcome welcome) {
        lines.add("welcome " + welcome.version() + " " + welcome.cluster() + " " + welcome.keepalive());
    }

    @Override
    public void onPing(long number) {
        lines.add("ping " + number);
    }

    @Override
    public void onPong(long number) {
        lines.add("pong " + number);
    }

    @Override
    public void onGoAway(CloseCode code, String message, Duration grace) {
        lines.add("goaway " + code + " " + message + " " + grace.toMillis());
    }

    @Override
    public void onOpen(int stream, Buffer open) {
        lines.add("open " + stream + " " + hex(open));
    }

    @Override
    public void onResponseHead(int stream, Buffer head) {
        lines.add("head " + stream + " " + hex(head));
    }

    @Override
    public void onHeadFragment(int stream, Buffer piece, boolean last) {
        lines.add("fragment " + stream + " " + hex(piece) + " " + last);
    }

    @Override
    public void onData(int stream, Buffer data) {
        lines.add("data " + stream + " " + hex(data));
    }

    @Override
    public void onEnd(int stream) {
        lines.add("end " + stream);
    }

    @Override
    public void onCredit(int stream, int bytes) {
        lines.add("credit " + stream + " " + bytes);
    }

    @Override
    public void onReset(int stream, ResetCode code, String message) {
        lines.add("reset " + stream + " " + code + " " + message);
    }

    static String hex(Buffer bytes) {
        return HexFormat.of().formatHex(bytes.getBytes());
    }
}
