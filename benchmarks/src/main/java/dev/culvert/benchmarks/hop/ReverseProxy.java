package dev.culvert.benchmarks.hop;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of the proxy: a server that shares its port with the other loops', and a client with connections of its own.
 * Bodies are streamed both ways with back-pressure.
 */
final class ReverseProxy extends VerticleBase {

    /** To the upstream, each of which a watch keeps: on two loops more than the most watches of a trial. */
    private static final int CONNECTIONS = 4096;

    private static final int BAD_GATEWAY = 502;
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade");

    private final HttpServerOptions serverOptions;
    private final HttpClientOptions clientOptions;
    private @Nullable HttpClient client;

    /** @param clientOptions with the address of the upstream as its default one */
    ReverseProxy(HttpServerOptions serverOptions, HttpClientOptions clientOptions) {
        this.serverOptions = serverOptions;
        this.clientOptions = clientOptions;
    }

    @Override
    public Future<?> start() {
        client = vertx.createHttpClient(clientOptions, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        return vertx.createHttpServer(serverOptions).requestHandler(this::relay).listen();
    }

    private void relay(HttpServerRequest in) {
        in.pause();
        RequestOptions options = new RequestOptions().setMethod(in.method()).setURI(in.uri());
        copy(in.headers(), options);
        Objects.requireNonNull(client, "started")
                .request(options)
                .compose(out -> send(in, out))
                .compose(answer -> answer(answer, in.response()))
                .onFailure(cause -> fail(in.response()));
    }

    private static Future<HttpClientResponse> send(HttpServerRequest in, HttpClientRequest out) {
        in.response().exceptionHandler(gone -> out.reset());
        boolean length = in.headers().contains(HttpHeaders.CONTENT_LENGTH);
        if (!length && in.isEnded()) {
            return out.send();
        }
        if (!length
                && !in.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                && in.version().alpnName().equals("http/1.1")) {
            in.resume();
            return out.send();
        }
        out.setChunked(!length);
        in.pipeTo(out);
        return out.response();
    }

    private static Future<Void> answer(HttpClientResponse from, HttpServerResponse to) {
        to.setStatusCode(from.statusCode());
        for (Map.Entry<String, String> header : from.headers()) {
            if (!isHopByHop(header.getKey())) {
                to.headers().add(header.getKey(), header.getValue());
            }
        }
        to.setChunked(!from.headers().contains(HttpHeaders.CONTENT_LENGTH));
        return from.pipeTo(to);
    }

    private static void copy(MultiMap from, RequestOptions to) {
        for (Map.Entry<String, String> header : from) {
            if (!isHopByHop(header.getKey()) && !header.getKey().startsWith(":")) {
                to.addHeader(header.getKey(), header.getValue());
            }
        }
    }

    private static boolean isHopByHop(String name) {
        return HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
    }

    private static void fail(HttpServerResponse response) {
        if (response.headWritten()) {
            response.reset();
        } else {
            response.setStatusCode(BAD_GATEWAY).end();
        }
    }
}
