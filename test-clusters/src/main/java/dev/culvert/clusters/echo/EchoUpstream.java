package dev.culvert.clusters.echo;

import dev.culvert.clusters.ClusterAccess;
import dev.culvert.clusters.certificates.IssuedCertificate;
import dev.culvert.clusters.certificates.TestAuthority;
import dev.culvert.clusters.certificates.TlsContexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A scripted upstream in an API server's place, HTTP/1.1 over TLS. Each connection takes the next script that was queued, and
 * the fallback once the queue is empty. All methods may be called from any thread.
 */
public final class EchoUpstream implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 1000;

    private final ServerSocket listener;
    private final SSLContext tls;
    private final TestAuthority authority = new TestAuthority("Culvert scripted upstream CA");
    private final Duration deadline;
    private final Deque<Script> queued = new ArrayDeque<>();
    private final List<Recording> recordings = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private Script fallback;

    private EchoUpstream(ServerSocket listener, Script fallback, Duration deadline) {
        this.listener = listener;
        this.fallback = fallback;
        this.deadline = deadline;
        IssuedCertificate certificate = authority.server(List.of("localhost", "127.0.0.1"));
        tls = TlsContexts.of(authority.certificatePem(), Optional.of(certificate));
    }

    /** Starts on any port of the loopback interface; answers without a script of its own are 200 with {@code {}}. */
    public static EchoUpstream start() {
        return start(Script.reply(Script.ok("{}")).times(100), Duration.ofSeconds(20));
    }

    /**
     * Starts on any port of the loopback interface.
     *
     * @param fallback for connections beyond the queued scripts
     * @param deadline of each single read and wait of a script
     */
    public static EchoUpstream start(Script fallback, Duration deadline) {
        try {
            EchoUpstream upstream =
                    new EchoUpstream(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), fallback, deadline);
            upstream.spawn("accept", upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script for the next connection that has none yet. */
    public synchronized EchoUpstream enqueue(Script script) {
        queued.addLast(script);
        return this;
    }

    /** The script for connections that find the queue empty, from now on. */
    public synchronized EchoUpstream fallback(Script script) {
        fallback = script;
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI server() {
        return URI.create("https://127.0.0.1:" + port());
    }

    /** What a client needs in order to trust this. */
    public ClusterAccess access() {
        return new ClusterAccess(server(), authority.certificatePem(), Optional.empty(), Optional.empty());
    }

    /** One recording a connection, in the order in which they were accepted. */
    public synchronized List<Recording> recordings() {
        return List.copyOf(recordings);
    }

    /** Stops listening and ends all connections. */
    @Override
    public void close() {
        closeQuietly(listener);
        List<Socket> left;
        synchronized (this) {
            left = List.copyOf(open);
        }
        left.forEach(EchoUpstream::closeQuietly);
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                Recording recording = new Recording();
                Script script = register(socket, recording);
                spawn("connection", () -> serve(socket, script, recording));
            }
        } catch (IOException e) {
            // The listener was closed: that is how this ends.
        }
    }

    private synchronized Script register(Socket socket, Recording recording) throws IOException {
        if (recordings.size() >= MAX_CONNECTIONS) {
            socket.close();
            throw new IOException("too many connections for one test");
        }
        open.add(socket);
        recordings.add(recording);
        Script next = queued.pollFirst();
        return next == null ? fallback : next;
    }

    private void serve(Socket socket, Script script, Recording recording) {
        try {
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), false);
            secure.setUseClientMode(false);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            secure.setSSLParameters(parameters);
            socket.setSoTimeout((int) deadline.toMillis());
            secure.startHandshake();
            new Connection(socket, secure, script, recording, deadline).run();
        } catch (IOException e) {
            closeQuietly(socket);
            recording.close(Optional.of(e));
        }
    }

    private void spawn(String role, Runnable work) {
        Thread thread = new Thread(work, "echo-upstream-" + role);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Nothing depends on how a test's socket ends.
        }
    }
}
