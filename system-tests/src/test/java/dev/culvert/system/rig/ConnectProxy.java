package dev.culvert.system.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy as companies have them: CONNECT alone, with a password. To it, every name is this machine's. */
public final class ConnectProxy implements AutoCloseable {

    private static final String CREDENTIALS = "somebody:proxy-password-0123456789";
    private static final int MAX_HEAD = 16 * 1024;

    private final ServerSocket server;
    private final Duration delay;
    private final List<String> connected = new CopyOnWriteArrayList<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private ConnectProxy(ServerSocket server, Duration delay) {
        this.server = server;
        this.delay = delay;
    }

    public static ConnectProxy start() {
        return start(Duration.ZERO);
    }

    /**
     * One at a distance.
     *
     * @param delay of every byte, in each direction
     */
    public static ConnectProxy start(Duration delay) {
        try {
            ConnectProxy proxy = new ConnectProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), delay);
            background(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the password. */
    public URI address() {
        return URI.create("http://" + CREDENTIALS + "@127.0.0.1:" + server.getLocalPort());
    }

    /** What nobody may find in a log. */
    public String password() {
        return CREDENTIALS.substring(CREDENTIALS.indexOf(':') + 1);
    }

    /** {@code HOST:PORT} of every connection that was made. */
    public List<String> connected() {
        return connected;
    }

    @Override
    public void close() {
        quietly(server::close);
        open.forEach(socket -> quietly(socket::close));
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket socket = server.accept();
            open.add(socket);
            background(() -> serve(socket));
        }
    }

    private void serve(Socket caller) throws IOException {
        String head = head(caller.getInputStream());
        String basic = Base64.getEncoder().encodeToString(CREDENTIALS.getBytes(StandardCharsets.UTF_8));
        if (!head.startsWith("CONNECT ") || !head.contains("Basic " + basic)) {
            say(caller, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
            caller.close();
            return;
        }
        String authority = head.split(" ", 3)[1];
        int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
        Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(target);
        connected.add(authority);
        say(caller, "HTTP/1.1 200 OK\r\n\r\n");
        background(() -> pump(target, caller));
        pump(caller, target);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n") && head.size() < MAX_HEAD) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void say(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            if (delay.isZero()) {
                from.getInputStream().transferTo(to.getOutputStream());
            } else {
                LongLine line = new LongLine(delay);
                background(() -> line.readFrom(from));
                line.writeTo(to);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        Thread thread = new Thread(() -> quietly(work), "connect-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** A connection that ends is what connections do. */
    private static void quietly(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            // The other side sees it too.
        }
    }
}
