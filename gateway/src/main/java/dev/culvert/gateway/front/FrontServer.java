package dev.culvert.gateway.front;

import dev.culvert.tunnel.carrier.Tunnel;
import dev.culvert.tunnel.carrier.grpc.GrpcAcceptor;
import dev.culvert.tunnel.carrier.websocket.WebSocketAcceptor;
import dev.culvert.tunnel.transport.Http2Pipeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public port's server on one event loop. */
final class FrontServer extends VerticleBase {
    /** HTTP/2 resets a minute by one client. Controllers that restart cancel hundreds of watches at once; 200 in 30 s is Vert.x's. */
    private static final int MAX_RESETS = 20_000;

    private static final int RESET_WINDOW_SECONDS = 60;

    private static final int UNAUTHORIZED = 401;

    private static final Logger LOG = LoggerFactory.getLogger(FrontServer.class);

    private final SocketAddress address;
    private final FrontOptions options;
    private final Dispatcher dispatcher;
    private final Pipelines pipelines;
    private final Arrivals arrivals;
    private final Cors cors;
    private final Callers callers = new Callers();
    private @Nullable HttpServer server;
    private @Nullable ServerSSLOptions tls;
    private @Nullable Http2Deadline http2;

    FrontServer(SocketAddress address, FrontOptions options, Dispatcher dispatcher, Arrivals arrivals) {
        this.address = address;
        this.options = options;
        this.dispatcher = dispatcher;
        this.arrivals = arrivals;
        this.cors = new Cors(options.corsOrigins());
        this.pipelines = new Pipelines(options);
    }

    @Override
    public Future<?> start() {
        http2 = new Http2Deadline(vertx, options.headTimeout(), options.idleTimeout());
        HttpServerOptions http = serverOptions();
        tls = http.getSslOptions().copy();
        HttpServer newServer = vertx.createHttpServer(http)
                .connectionHandler(this::prepare)
                .invalidRequestHandler(InvalidRequests::answer)
                .requestHandler(this::handle);
        server = newServer;
        return newServer.listen(address);
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** Has new connections make their handshakes by other options. One change ends before the next begins. */
    synchronized Future<Boolean> renew(Consumer<ServerSSLOptions> change) {
        ServerSSLOptions before = tls;
        if (server == null || before == null) {
            return Future.failedFuture(new IllegalStateException("not started"));
        }
        ServerSSLOptions changed = before.copy();
        change.accept(changed);
        return server.updateSSLOptions(changed).onSuccess(used -> keep(changed));
    }

    private synchronized void keep(ServerSSLOptions changed) {
        tls = changed;
    }

    /** See {@link Callers#leave}. */
    Future<Void> leave(Duration grace) {
        Promise<Void> quiet = Promise.promise();
        context.runOnContext(go -> callers.leave(grace).onComplete(quiet));
        return quiet.future();
    }

    /** No new connections and no new requests; completes when those under way have ended, or the time is over. */
    Future<Void> drain(Duration grace) {
        return server == null ? Future.succeededFuture() : server.shutdown(grace);
    }

    int port() {
        return server == null ? 0 : server.actualPort();
    }

    private void prepare(HttpConnection connection) {
        Arrivals.speaksHttp(Pipelines.channelOf(connection));
        // Vert.x would tell of it as an error of the gateway's, as often as anybody likes.
        connection.exceptionHandler(fault -> LOG.atDebug()
                .setMessage("connection failed")
                .addKeyValue("error", fault.getMessage())
                .log());
        if (Pipelines.isHttp1(connection)) {
            LastAnswer end = new LastAnswer();
            pipelines.prepareHttp1(connection, end);
            callers.openedHttp1(end, Pipelines.channelOf(connection));
        } else if (http2 != null) {
            Http2Pipeline.prepare(connection);
            http2.opened(connection, Pipelines.channelOf(connection));
            callers.openedHttp2(connection, Pipelines.channelOf(connection));
        }
    }

    private void handle(HttpServerRequest request) {
        if (cors.handle(request)) {
            return;
        }
        boolean carrier = Tunnel.PATH.equals(request.uri());
        if (carrier) {
            callers.isCarriers(request.connection());
        } else {
            callers.began(request);
        }
        Future<Void> answered = dispatcher.dispatch(request).onFailure(lost -> Pipelines.cutOff(request));
        if (!carrier) {
            answered.onComplete(ended -> callers.ended());
        }
        Http2Deadline deadline = http2;
        if (request.version() == HttpVersion.HTTP_2 && deadline != null) {
            HttpConnection connection = request.connection();
            deadline.began(connection);
            answered.onComplete(
                    ended -> deadline.ended(connection, request.response().getStatusCode() == UNAUTHORIZED));
        }
    }

    private HttpServerOptions serverOptions() {
        HttpServerOptions http = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_0))
                .setKeyCertOptions(options.certificate())
                .setSslEngineOptions(new FrontTls(options.engine(), arrivals::arrived))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setMaxInitialLineLength(options.maxHeadBytes())
                .setMaxHeaderSize(options.maxHeadBytes())
                .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
                .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS);
        if (options.clientCertificates() != null) {
            http.setClientAuth(ClientAuth.REQUEST).setTrustOptions(options.clientCertificates());
        }
        http.setInitialSettings(new Http2Settings(http.getInitialSettings())
                .setMaxHeaderListSize(options.maxHeadBytes())
                .setMaxConcurrentStreams(options.maxStreams()));
        return WebSocketAcceptor.tune(GrpcAcceptor.tune(http));
    }
}
