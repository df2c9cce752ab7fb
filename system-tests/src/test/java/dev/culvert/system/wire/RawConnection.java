package dev.culvert.system.wire;

import dev.culvert.system.rig.Target;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** One TLS connection. Every read has a deadline of its own. */
public final class RawConnection implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Target target;
    private final Socket tcp;
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean head;

    private RawConnection(Target target, Socket tcp, SSLSocket socket) throws IOException {
        this.target = target;
        this.tcp = tcp;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
    }

    public static RawConnection open(Target target) {
        return open(target, 0);
    }

    /** With a receive buffer of that many bytes, for slow readers; 0: the system's choice. */
    public static RawConnection open(Target target, int receiveBuffer) {
        try {
            TlsDial dial = TlsDial.to(target, receiveBuffer, "http/1.1", DEADLINE);
            return new RawConnection(target, dial.tcp(), dial.socket());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one request on a connection of its own and reads the whole answer. */
    public static RawResponse exchange(Target target, RawRequest request) {
        try (RawConnection connection = open(target)) {
            return connection.send(request).read();
        }
    }

    public RawConnection deadline(Duration time) {
        try {
            socket.setSoTimeout((int) time.toMillis());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawConnection send(RawRequest request) {
        head = request.method().equals("HEAD");
        return send(request.bytes(target));
    }

    public RawConnection send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a whole response; a body that breaks is reported by its {@link BodyEnd}. */
    public RawResponse read() {
        RawBody body = begin();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
            bytes.write(piece, 0, n);
        }
        return new RawResponse(body.head(), bytes.toByteArray(), body.end());
    }

    /** Reads the head of a final response; the body can then be read piece by piece. */
    public RawBody begin() {
        try {
            String status = line();
            List<String> lines = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                lines.add(line);
            }
            RawHead read = new RawHead(status, lines);
            if (read.status() == 100) {
                return begin();
            }
            return new RawBody(read, in, head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The raw bytes behind a 101. */
    public InputStream input() {
        return in;
    }

    /** True when the other side closes the connection, with whatever it still says, within the time. */
    public boolean closesWithin(Duration time) {
        try {
            deadline(time);
            while (in.read() >= 0) {
                // what it says is not looked at
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException | UncheckedIOException e) {
            return true;
        }
    }

    /** Ends the connection without a goodbye: TCP reset, no close_notify. */
    public void abort() {
        try {
            tcp.setSoLinger(true, 0);
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended inside a head: " + line);
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
