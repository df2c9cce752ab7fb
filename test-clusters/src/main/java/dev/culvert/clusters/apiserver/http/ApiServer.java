package dev.culvert.clusters.apiserver.http;

import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.identity.Authenticator;
import dev.culvert.clusters.apiserver.objects.Lifecycle;
import dev.culvert.clusters.apiserver.objects.Removal;
import dev.culvert.clusters.apiserver.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;

/** The embedded API server: a Vert.x of its own with one event loop, and an HTTPS server on it. */
public final class ApiServer {
    /** As a real API server allows. */
    private static final int MAX_HEADERS = 1024 * 1024;

    private final ApiServerOptions options;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final RequestLog log = new RequestLog();
    private final Router router;
    private final WatchRoute watches;

    public ApiServer(ApiServerOptions options) {
        this.options = options;
        Catalog catalog = new Catalog();
        Store store = new Store(options.rememberedChanges());
        Authenticator authenticator = new Authenticator(options.tokens());
        Lifecycle lifecycle = new Lifecycle(store, catalog);
        Removal removal = new Removal(store, catalog);
        lifecycle.populate();
        ObjectRoutes objects = new ObjectRoutes(store, lifecycle, removal);
        LogRoute logs = new LogRoute(vertx, store);
        watches = new WatchRoute(vertx, store, options.bookmarkInterval());
        router = new Router(
                catalog,
                authenticator,
                new DiscoveryRoutes(catalog),
                objects,
                new SubresourceRoutes(store, lifecycle, removal, authenticator, objects, logs),
                new ReviewRoutes(authenticator),
                watches,
                log);
    }

    /** Completes with the port once requests are served. */
    public Future<Integer> start() {
        HttpServerOptions http = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setSsl(true)
                .setUseAlpn(true)
                .setClientAuth(ClientAuth.REQUEST)
                .setMaxInitialLineLength(MAX_HEADERS)
                .setMaxHeaderSize(MAX_HEADERS)
                .setHandle100ContinueAutomatically(true);
        http.setKeyCertOptions(new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(options.certificatePem()))
                .addKeyValue(Buffer.buffer(options.keyPem())));
        http.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(options.clientCaPem())));
        http.getInitialSettings().setMaxHeaderListSize(MAX_HEADERS);
        return vertx.createHttpServer(http)
                .requestHandler(router::handle)
                .listen()
                .map(HttpServer::actualPort)
                .recover(failure -> vertx.close().transform(closed -> Future.failedFuture(failure)));
    }

    /** What arrived lately, oldest first. Any thread. */
    public List<SeenRequest> requests() {
        return log.all();
    }

    /** Ends the watches cleanly, then everything. */
    public Future<Void> close() {
        Promise<Void> ended = Promise.promise();
        vertx.runOnContext(go -> {
            watches.stop();
            ended.complete();
        });
        return ended.future().eventually(vertx::close);
    }
}
