package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.ApiServer;
import dev.culvert.tunnel.transport.Http2Pipeline;
import dev.culvert.tunnel.transport.TlsEngines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens connections to the API server, and to nothing else. Any thread; a connection lives on its caller's event loop. */
final class ApiClients {
    /** Bytes. Enough, since the API server is near: at a millisecond it lets 64 MB/s through, and one stalled reader holds it. */
    static final int STREAM_WINDOW = 64 * 1024;
    /** Streams on one connection, whatever more the server allows: with it, stalled readers cannot use up the window. */
    static final int MAX_STREAMS = 250;

    private static final int CONNECTION_WINDOW = STREAM_WINDOW * (MAX_STREAMS + 6);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int KEEPALIVE_IDLE_SECONDS = 30;
    private static final int KEEPALIVE_INTERVAL_SECONDS = 10;
    private static final int KEEPALIVE_COUNT = 3;
    private static final int UNACKNOWLEDGED_MS = 45_000;
    private static final int MAX_HEADER_BYTES = 1024 * 1024;

    /** A connection, with the client that was made for it alone. */
    record Dialled(HttpClientConnection connection, HttpClientAgent client) {}

    private final Vertx vertx;
    /**
     * A client for each connection: Vert.x gives out a connection when the server's SETTINGS are in, and closes one that waits
     * for them in vain with its client alone.
     */
    private final Set<HttpClientAgent> http2 = ConcurrentHashMap.newKeySet();

    private final NetClient http1;
    private final Duration connectTimeout;

    ApiClients(Vertx vertx) {
        this(vertx, CONNECT_TIMEOUT);
    }

    /**
     * @param connectTimeout from the name to the server's SETTINGS
     */
    ApiClients(Vertx vertx, Duration connectTimeout) {
        this.vertx = vertx;
        this.connectTimeout = connectTimeout;
        this.http1 =
                vertx.createNetClient(watchful(new NetClientOptions().setSslEngineOptions(TlsEngines.preferred())));
    }

    // HTTP/1.1 has no pings: what finds a dead server under an idle exec is TCP, and its own defaults take hours.
    private <T extends ClientOptionsBase> T watchful(T options) {
        options.setConnectTimeout(millis(connectTimeout))
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setTcpKeepAliveIdleSeconds(KEEPALIVE_IDLE_SECONDS)
                .setTcpKeepAliveIntervalSeconds(KEEPALIVE_INTERVAL_SECONDS)
                .setTcpKeepAliveCount(KEEPALIVE_COUNT)
                .setTcpUserTimeout(UNACKNOWLEDGED_MS);
        return options;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    private HttpClientAgent newHttp2() {
        return vertx.httpClientBuilder()
                .with(watchful(http2Options()))
                .with(TlsEngines.preferred())
                .build();
    }

    private static HttpClientOptions http2Options() {
        // Set in full: an Http2Settings of one's own starts with the RFC's 64 KiB, not with the client's default
        // window.
        Http2Settings settings = new Http2Settings()
                .setInitialWindowSize(STREAM_WINDOW)
                .setMaxHeaderListSize(MAX_HEADER_BYTES)
                .setPushEnabled(false);
        return new HttpClientOptions()
                .setSsl(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setInitialSettings(settings)
                .setHttp2MultiplexingLimit(MAX_STREAMS)
                .setHttp2KeepAliveTimeout(0)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false);
    }

    /** Offers HTTP/2 and HTTP/1.1; what came of it is the connection's version. Its user gives it to {@link #close(Dialled)}. */
    Future<Dialled> connect(ApiAccess access) {
        ApiServer server = access.server();
        HttpClientAgent client = newHttp2();
        http2.add(client);
        return client.connect(new HttpConnectOptions()
                        .setServer(SocketAddress.inetSocketAddress(server.port(), server.host()))
                        .setHost(access.tls().serverName())
                        .setPort(server.port())
                        .setSsl(true)
                        .setSslOptions(access.tls().options()))
                .timeout(connectTimeout)
                .map(made -> new Dialled(prepared(made), client))
                .onFailure(failure -> close(client));
    }

    /** Closes the connection, where that has not happened yet, and what belongs to it. */
    void close(Dialled dialled) {
        close(dialled.client());
    }

    private Future<Void> close(HttpClientAgent client) {
        http2.remove(client);
        return client.close();
    }

    // The client's own setting counts for pooled connections only: without this, one stalled reader stalls them all.
    private static HttpClientConnection prepared(HttpClientConnection connection) {
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            connection.setWindowSize(CONNECTION_WINDOW);
            Http2Pipeline.prepare(connection);
        }
        return connection;
    }

    /** A TLS connection that offers HTTP/1.1 alone. */
    Future<NetSocket> connectHttp1(ApiAccess access) {
        ApiServer server = access.server();
        ClientSSLOptions tls = access.tls().options();
        tls.setUseAlpn(true).setApplicationLayerProtocols(List.of("http/1.1"));
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(server.port(), server.host()))
                .setHost(access.tls().serverName())
                .setSsl(true)
                .setSslOptions(tls)
                .setTimeout(millis(connectTimeout));
        if (access.tls().isNamed()) {
            options.setSniServerName(access.tls().serverName());
        }
        return http1.connect(options);
    }

    Future<Void> close() {
        List<Future<Void>> closed = new ArrayList<>();
        http2.forEach(client -> closed.add(close(client)));
        closed.add(http1.close());
        return Future.join(closed).mapEmpty();
    }
}
