package dev.culvert.system.wire;

import dev.culvert.system.rig.Target;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A WebSocket client that can say anything. Frames from the server are taken as whole messages. */
public final class RawWebSocket implements AutoCloseable {

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    private static final int CLOSE = 8;

    private final RawConnection connection;
    private final DataInputStream in;
    private boolean goodbye;

    private RawWebSocket(RawConnection connection) {
        this.connection = connection;
        this.in = new DataInputStream(connection.input());
    }

    /** Asks for the upgrade; fails the test when it is not granted. */
    public static RawWebSocket open(Target target, String path, String token, String protocol) {
        RawConnection connection = RawConnection.open(target);
        RawHead head = ask(connection, path, token, protocol).head();
        if (head.status() != 101) {
            throw new AssertionError("no upgrade: " + head);
        }
        return new RawWebSocket(connection);
    }

    /** Asks for the upgrade and answers what the server says to it. */
    public static RawBody ask(RawConnection connection, String path, String token, String protocol) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: " + protocol + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        return connection.send(request.getBytes(StandardCharsets.US_ASCII)).begin();
    }

    public RawWebSocket send(int opcode, byte[] payload) {
        return send(opcode, payload.length, payload);
    }

    /** A frame that claims to have that many bytes. */
    public RawWebSocket send(int opcode, long claimed, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(FINAL | opcode);
        if (claimed < 126) {
            frame.write(MASKED | (int) claimed);
        } else if (claimed < 1 << 16) {
            frame.write(MASKED | 126);
            frame.writeBytes(ByteBuffer.allocate(2).putShort((short) claimed).array());
        } else {
            frame.write(MASKED | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(claimed).array());
        }
        // The mask is zero: the payload stays as it is.
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        connection.send(frame.toByteArray());
        return this;
    }

    /** The next binary message, or nothing when the server has closed. */
    public Optional<byte[]> receive(Duration time) {
        connection.deadline(time);
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0f;
                long length = in.readUnsignedByte() & 0x7f;
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = in.readLong();
                }
                byte[] payload = in.readNBytes((int) length);
                if (opcode == CLOSE) {
                    goodbye = true;
                    return Optional.empty();
                }
                if (opcode == BINARY) {
                    return Optional.of(payload);
                }
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException("nothing came in time", e);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** True when the server said with a close frame that it closes. */
    public boolean saidGoodbye() {
        return goodbye;
    }

    /** True when the server closes within the time, whatever it says before. */
    public boolean closesWithin(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (receive(time).isEmpty()) {
                    return true;
                }
            }
            return false;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
