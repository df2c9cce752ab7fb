package dev.culvert.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An HTTP/1.1 client that sends exactly the bytes it is told to. One char of a string is one byte. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final SSLSocket socket;
    private final InputStream in;

    private RawClient(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** A TLS connection that negotiates HTTP/1.1. */
    public static RawClient connect(SSLContext tls, int port) {
        return connect(tls, port, "http/1.1");
    }

    /** A TLS connection that negotiates that protocol of ALPN's. */
    public static RawClient connect(SSLContext tls, int port, String protocol) {
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends in one write. */
    public RawClient send(String latin1) {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends in one write. */
    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a head, its blank line included. */
    public String readHead() {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append(readExactly(1));
        }
        return head.toString();
    }

    /** Reads that many bytes. */
    public String readExactly(int count) {
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new UncheckedIOException(new EOFException("after " + bytes.length + " of " + count + " bytes"));
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the peer closes the connection, in whatever way. */
    public String readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException("the connection stays open", e);
        } catch (IOException reset) {
            // The connection ended, if not nicely.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads a response whose head has Content-Length. */
    public RawResponse readResponse() {
        String head = readHead();
        RawResponse response = new RawResponse(head, "");
        String length = response.header("content-length");
        return new RawResponse(head, length == null ? "" : readExactly(Integer.parseInt(length)));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
