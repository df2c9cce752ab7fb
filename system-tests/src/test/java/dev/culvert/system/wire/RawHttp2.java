package dev.culvert.system.wire;

import dev.culvert.system.rig.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 connection whose frames are written by hand, so that they can say what no library would. */
public final class RawHttp2 implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;
    private static final int ACK = 1;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Target target;
    private final Socket tcp;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Long> settings = new HashMap<>();
    private final Map<Integer, Pending> streams = new HashMap<>();
    private int nextStream = 1;
    private boolean closed;

    private static final class Pending {
        private final List<String> lines = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean clean;
        private boolean reset;
    }

    private RawHttp2(Target target, TlsDial dial) throws IOException {
        this.target = target;
        this.tcp = dial.tcp();
        this.in = new DataInputStream(dial.socket().getInputStream());
        this.out = dial.socket().getOutputStream();
    }

    /** Sends these bytes where the preface is due, and waits until the server ends the connection. */
    public static void openWith(Target target, byte[] bytes) {
        try (SSLSocket socket = TlsDial.to(target, 0, "h2", DEADLINE).socket()) {
            socket.getOutputStream().write(bytes);
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects, says hello, and reads the other side's settings. */
    public static RawHttp2 open(Target target) {
        try {
            TlsDial dial = TlsDial.to(target, 0, "h2", DEADLINE);
            if (!dial.socket().getApplicationProtocol().equals("h2")) {
                throw new AssertionError("no HTTP/2 but " + dial.socket().getApplicationProtocol());
            }
            RawHttp2 connection = new RawHttp2(target, dial);
            connection.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.send(SETTINGS, 0, 0, new byte[0]);
            while (connection.settings.isEmpty() && !connection.closed) {
                connection.receive();
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the other side's SETTINGS said, by number. */
    public Map<Integer, Long> settings() {
        return Map.copyOf(settings);
    }

    /** The header lines of an ordinary request of the target's caller, for a path of the cluster's. */
    public List<String> head(String method, String path) {
        List<String> lines = new ArrayList<>(List.of(
                ":method: " + method,
                ":scheme: https",
                ":authority: " + target.host() + ":" + target.port(),
                ":path: " + target.prefix() + path));
        target.token().ifPresent(token -> lines.add("authorization: Bearer " + token));
        return lines;
    }

    /** Opens a stream with these lines, {@code NAME: VALUE} each, and nothing behind them; answers its number. */
    public int request(List<String> lines) {
        return request(lines, END_STREAM);
    }

    /** Opens a stream whose HEADERS have the flags besides END_HEADERS. */
    public int request(List<String> lines, int flags) {
        int stream = nextStream;
        nextStream += 2;
        send(HEADERS, flags | END_HEADERS, stream, block(lines));
        return stream;
    }

    /** One frame. Nothing checks what is in it. A connection that the other side has closed swallows it. */
    public void send(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length)
                .putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        write(frame.array());
    }

    /** Reads until the stream has ended, or the connection has. */
    public Http2Answer answer(int stream) {
        Pending pending = pending(stream);
        while (!pending.clean && !pending.reset && !closed) {
            receive();
        }
        Http2Answer.Ended ended = pending.clean
                ? Http2Answer.Ended.CLEAN
                : pending.reset ? Http2Answer.Ended.RESET : Http2Answer.Ended.CLOSED;
        return new Http2Answer(pending.lines, pending.body.toByteArray(), ended);
    }

    /** Reads until the stream's head is there, or the stream or connection has ended; answers the status, or 0. */
    public int status(int stream) {
        Pending pending = pending(stream);
        while (pending.lines.isEmpty() && !pending.reset && !closed) {
            receive();
        }
        return new Http2Answer(pending.lines, new byte[0], Http2Answer.Ended.CLEAN).status();
    }

    /** Reads until the other side says GOAWAY or closes. */
    public void awaitClose() {
        while (!closed) {
            receive();
        }
    }

    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Header lines in HPACK: each literal, never indexed, without Huffman's code. */
    public static byte[] block(List<String> lines) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String line : lines) {
            int colon = Math.max(0, line.indexOf(": ", 1));
            block.write(0);
            string(block, line.substring(0, colon));
            string(block, line.substring(colon + 2));
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            int rest = length - 127;
            while (rest >= 128) {
                block.write((rest & 127) | 128);
                rest >>= 7;
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Pending pending(int stream) {
        return streams.computeIfAbsent(stream, number -> new Pending());
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // What it said before it closed is still to be read.
        }
    }

    private void receive() {
        try {
            int start = in.readInt();
            int type = start & 0xff;
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            take(type, flags, stream, in.readNBytes(start >>> 8));
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("nothing came in time", e);
        } catch (IOException e) {
            closed = true;
        }
    }

    private void take(int type, int flags, int stream, byte[] payload) {
        switch (type) {
            case DATA -> {
                pending(stream).body.writeBytes(payload);
                pending(stream).clean |= (flags & END_STREAM) != 0;
            }
            case HEADERS -> {
                decode(stream, payload, (flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES);
                pending(stream).clean |= (flags & END_STREAM) != 0;
            }
            case RST_STREAM -> pending(stream).reset = true;
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    ByteBuffer entries = ByteBuffer.wrap(payload);
                    while (entries.hasRemaining()) {
                        settings.put((int) entries.getShort(), entries.getInt() & 0xffffffffL);
                    }
                    send(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case PING -> {
                if ((flags & ACK) == 0) {
                    send(PING, ACK, 0, payload);
                }
            }
            case GOAWAY -> closed = ByteBuffer.wrap(payload, 4, 4).getInt() != 0;
            default -> {
                // Credit, which the few bytes of a test do not need.
            }
        }
    }

    private void decode(int stream, byte[] payload, int start) {
        ByteBuf block = Unpooled.wrappedBuffer(payload, start, payload.length - start);
        try {
            decoder.decodeHeaders(stream, block)
                    .forEach(line -> pending(stream).lines.add(line.getKey() + ": " + line.getValue()));
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }
}
