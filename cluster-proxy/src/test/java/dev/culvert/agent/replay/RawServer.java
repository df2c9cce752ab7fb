package dev.culvert.agent.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Stands in the API server's place: speaks no HTTP at all, records the bytes that come and sends those that a test has written. */
final class RawServer implements AutoCloseable {
    /** What one connection does. */
    interface Script {
        void run(Connection connection) throws Exception;
    }

    static final class Connection {
        private final Socket plain;
        final InputStream in;
        final OutputStream out;

        Connection(Socket plain, SSLSocket socket) throws IOException {
            this.plain = plain;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** Up to and with the empty line. */
        String readHead() throws IOException {
            return readUntil("\r\n\r\n");
        }

        /** Up to and with that. */
        String readUntil(String end) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("ended too early: " + text);
                }
                text.append((char) next);
            }
            return text.toString();
        }

        String read(int bytes) throws IOException {
            return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
        }

        String readToEnd() throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                in.transferTo(all);
            } catch (IOException e) {
                // A reset is an end too.
            }
            return all.toString(StandardCharsets.ISO_8859_1);
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Cuts the connection as a crash does. */
        void abort() throws IOException {
            plain.setSoLinger(true, 0);
            plain.close();
        }
    }

    private final ServerSocket listener;
    private final TestAuthority authority;
    private final Script script;
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Socket> plainSockets = new CopyOnWriteArrayList<>();

    RawServer(TestAuthority authority, Script script) throws Exception {
        this.authority = authority;
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    int connections() {
        return plainSockets.size();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket plain = listener.accept();
                plainSockets.add(plain);
                Thread thread = new Thread(() -> serve(plain), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try {
            SSLSocket socket = (SSLSocket)
                    authority.serverContext().getSocketFactory().createSocket(plain, null, plain.getPort(), true);
            socket.setUseClientMode(false);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            Connection connection = new Connection(plain, socket);
            script.run(connection);
            socket.close();
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    @Override
    public void close() throws Exception {
        listener.close();
        for (Socket socket : plainSockets) {
            socket.close();
        }
    }
}
