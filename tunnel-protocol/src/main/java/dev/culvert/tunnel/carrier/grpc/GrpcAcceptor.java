package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.Acceptor;
import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.Refusal;
import dev.culvert.tunnel.carrier.Tunnel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Takes gRPC calls of {@code culvert.tunnel.v1.Tunnel/Connect}. */
public final class GrpcAcceptor implements Acceptor {
    /** HTTP/2's NO_ERROR: the answer is complete, the request need not be. */
    private static final long NO_ERROR = 0;

    /**
     * Sets what carriers need of a server: a connection's window that covers a long line, and large frames. A stream's window
     * is small; a carrier's is enlarged when it is accepted. Changes no other settings, and no others of HTTP/2.
     */
    public static HttpServerOptions tune(HttpServerOptions options) {
        options.setInitialSettings(Http2Tuning.server(options.getInitialSettings()));
        return options.setHttp2ConnectionWindowSize(Http2Tuning.CONNECTION_WINDOW);
    }

    @Override
    public String kind() {
        return "grpc";
    }

    @Override
    public boolean matches(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && HttpMethod.POST.equals(request.method())
                && Tunnel.PATH.equals(request.path())
                && GrpcStatus.isGrpc(request.getHeader("content-type"));
    }

    @Override
    public Future<Carrier> accept(HttpServerRequest request) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return Future.failedFuture(new IllegalStateException("a carrier is accepted on its request's context"));
        }
        HttpServerResponse response = head(request);
        // At once, not with the first message: a dialler waits for it, and so learns that it is let in.
        Future<Void> sent = response.writeHead();
        Carrier carrier = new AcceptedGrpcCarrier(context, request);
        return sent.map(carrier);
    }

    @Override
    public void refuse(HttpServerRequest request, Refusal refusal, String message) {
        HttpServerResponse response = head(request);
        response.putHeader(GrpcStatus.STATUS, String.valueOf(GrpcStatus.of(refusal)));
        response.putHeader(GrpcStatus.MESSAGE, GrpcStatus.encode(message));
        response.end().onSuccess(sent -> response.reset(NO_ERROR));
    }

    private static HttpServerResponse head(HttpServerRequest request) {
        return request.response().setStatusCode(200).putHeader("content-type", GrpcStatus.CONTENT_TYPE);
    }
}
