package dev.culvert.tunnel.carrier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A small HTTP proxy that knows CONNECT alone, with basic authentication or without. */
public final class ConnectProxy {
    private static final String REFUSED = String.join(
            "\r\n",
            "HTTP/1.1 407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"test\"",
            "Content-Length: 0",
            "",
            "");

    private final NetServer server;
    private final NetClient client;
    private final @Nullable String credentials;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private ConnectProxy(Vertx vertx, @Nullable String credentials, NetServerOptions options) {
        this.server = vertx.createNetServer(options);
        this.client = vertx.createNetClient();
        this.credentials = credentials;
    }

    /** @param credentials {@code name:password}; null: it asks for none */
    public static ConnectProxy start(Vertx vertx, @Nullable String credentials) throws Exception {
        return start(vertx, credentials, new NetServerOptions());
    }

    /** One that is spoken to by TLS. */
    public static ConnectProxy startTls(Vertx vertx, @Nullable String credentials, KeyCertOptions certificate)
            throws Exception {
        return start(vertx, credentials, new NetServerOptions().setSsl(true).setKeyCertOptions(certificate));
    }

    private static ConnectProxy start(Vertx vertx, @Nullable String credentials, NetServerOptions options)
            throws Exception {
        ConnectProxy proxy = new ConnectProxy(vertx, credentials, options);
        proxy.server.connectHandler(proxy::accept);
        Contexts.on(vertx, () -> proxy.server.listen(0, "127.0.0.1"));
        return proxy;
    }

    public int port() {
        return server.actualPort();
    }

    /** The heads of the requests that came. */
    public List<String> requests() {
        return requests;
    }

    public void close() throws Exception {
        Future.all(server.close(), client.close()).await(10, TimeUnit.SECONDS);
    }

    private void accept(NetSocket socket) {
        Buffer head = Buffer.buffer();
        socket.handler(bytes -> {
            head.appendBuffer(bytes);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                socket.pause();
                requests.add(text);
                answer(socket, text);
            }
        });
    }

    private void answer(NetSocket socket, String head) {
        String[] authority = head.split(" ", 3)[1].split(":", 2);
        if (!head.startsWith("CONNECT ")) {
            socket.end(Buffer.buffer("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"));
        } else if (!authorized(head)) {
            socket.end(Buffer.buffer(REFUSED));
        } else {
            client.connect(Integer.parseInt(authority[1]), "127.0.0.1")
                    .onSuccess(out -> {
                        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
                        socket.pipeTo(out);
                        out.pipeTo(socket);
                    })
                    .onFailure(cause -> socket.end(Buffer.buffer("HTTP/1.1 502 Bad Gateway\r\n\r\n")));
        }
    }

    private boolean authorized(String head) {
        String wanted = credentials;
        if (wanted == null) {
            return true;
        }
        String basic = Base64.getEncoder().encodeToString(wanted.getBytes(StandardCharsets.UTF_8));
        return head.toLowerCase(Locale.ROOT).contains("proxy-authorization: basic " + basic.toLowerCase(Locale.ROOT));
    }
}
