package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.ApiServer;
import dev.culvert.tunnel.transport.Http2WakeUp;
import dev.culvert.tunnel.transport.TlsEngines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/** Opens connections to the API server, and to nothing else. Any thread; a connection lives on its caller's event loop. */
final class ApiClients {
    static final int STREAM_WINDOW = 256 * 1024;
    /** Streams on one connection, whatever more the server allows: with it, stalled readers cannot use up the window. */
    static final int MAX_STREAMS = 250;

    private static final int CONNECTION_WINDOW = STREAM_WINDOW * (MAX_STREAMS + 6);
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int MAX_HEADER_BYTES = 1024 * 1024;

    private final HttpClientAgent http2;
    private final NetClient http1;

    ApiClients(Vertx vertx) {
        this.http2 = vertx.httpClientBuilder()
                .with(http2Options())
                .with(TlsEngines.preferred())
                .build();
        this.http1 = vertx.createNetClient(new NetClientOptions()
                .setSslEngineOptions(TlsEngines.preferred())
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true));
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
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setDecompressionSupported(false);
    }

    /** Offers HTTP/2 and HTTP/1.1; what came of it is the connection's version. */
    Future<HttpClientConnection> connect(ApiAccess access) {
        ApiServer server = access.server();
        return http2.connect(new HttpConnectOptions()
                        .setServer(SocketAddress.inetSocketAddress(server.port(), server.host()))
                        .setHost(access.tls().serverName())
                        .setPort(server.port())
                        .setSsl(true)
                        .setSslOptions(access.tls().options()))
                .map(ApiClients::prepared);
    }

    // The client's own setting counts for pooled connections only: without this, one stalled reader stalls them all.
    private static HttpClientConnection prepared(HttpClientConnection connection) {
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            connection.setWindowSize(CONNECTION_WINDOW);
            Http2WakeUp.watch(connection);
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
                .setTimeout(CONNECT_TIMEOUT_MS);
        if (access.tls().isNamed()) {
            options.setSniServerName(access.tls().serverName());
        }
        return http1.connect(options);
    }

    Future<Void> close() {
        return Future.join(http2.close(), http1.close()).mapEmpty();
    }
}
