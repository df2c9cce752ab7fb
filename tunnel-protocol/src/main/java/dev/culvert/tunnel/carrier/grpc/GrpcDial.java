package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.DialException;
import dev.culvert.tunnel.carrier.DialFailures;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Hop;
import dev.culvert.tunnel.carrier.OpenCarriers;
import dev.culvert.tunnel.carrier.PendingDial;
import dev.culvert.tunnel.carrier.Tunnel;
import dev.culvert.tunnel.transport.Http2Pipeline;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/** One dial, from the name to the gateway's response headers; everything on its context. */
final class GrpcDial extends PendingDial {
    private final GrpcClients clients;
    private final HttpClientAgent client;
    private final OpenCarriers carriers;
    private volatile boolean secured;
    private @Nullable HttpClientConnection connection;

    GrpcDial(Context context, GrpcClients clients, OpenCarriers carriers, DialTarget target) {
        super(context, target);
        this.clients = clients;
        this.client = clients.create(() -> secured = true);
        this.carriers = carriers;
    }

    @Override
    protected void connect() {
        client.connect(new HttpConnectOptions().setHost(target().host()).setPort(target().port()))
                .onComplete(this::connected, cause -> fail(reason(cause)));
    }

    private DialException reason(Throwable cause) {
        return secured ? DialFailures.secured(cause, target()) : DialFailures.connecting(cause, target());
    }

    @Override
    protected Hop hop() {
        if (connection != null) {
            return Hop.HTTP;
        }
        if (secured) {
            return Hop.ALPN;
        }
        return target().proxy() == null ? Hop.TCP : Hop.PROXY;
    }

    @Override
    protected void abandon() {
        clients.close(client);
    }

    private void connected(HttpClientConnection made) {
        if (done()) {
            return;
        }
        connection = made;
        if (made.protocolVersion() != HttpVersion.HTTP_2) {
            String other = made.protocolVersion().alpnName();
            fail(new DialException(Hop.ALPN, true, target() + ": HTTP/2 was not agreed on, but " + other));
        } else {
            // The client's own setting counts for pooled connections only; without this, all that comes from the
            // gateway
            // together gets 64 KiB a round trip.
            made.setWindowSize(Http2Tuning.CARRIER_WINDOW);
            Http2Pipeline.prepare(made);
            RequestOptions options =
                    new RequestOptions().setMethod(HttpMethod.POST).setURI(Tunnel.PATH);
            made.request(options)
                    .onComplete(request -> call(made, request), cause -> fail(DialFailures.connected(cause, target())));
        }
    }

    private void call(HttpClientConnection made, HttpClientRequest request) {
        if (done()) {
            return;
        }
        String token;
        try {
            token = DialFailures.token(target());
        } catch (DialException e) {
            fail(e);
            return;
        }
        request.putHeader("content-type", GrpcStatus.CONTENT_TYPE)
                .putHeader("te", "trailers")
                .putHeader("authorization", "Bearer " + token)
                .setChunked(true);
        // What goes wrong is told by the response's future; without a handler Vert.x logs it as well.
        request.exceptionHandler(ignored -> {});
        request.response()
                .onComplete(
                        response -> answered(made, request, response),
                        cause -> fail(DialFailures.connected(cause, target())));
        request.writeHead();
    }

    private void answered(HttpClientConnection made, HttpClientRequest request, HttpClientResponse response) {
        if (done()) {
            return;
        }
        DialException refusal = refusal(response);
        if (refusal == null) {
            response.end().onComplete(over -> clients.close(client));
            succeed(new DialledGrpcCarrier(context(), client, carriers, made, request, response));
        } else {
            response.exceptionHandler(ignored -> {});
            fail(refusal);
        }
    }

    private @Nullable DialException refusal(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return DialFailures.status(response.statusCode(), target());
        }
        if (!GrpcStatus.isGrpc(response.getHeader("content-type"))) {
            return new DialException(Hop.HTTP, true, target() + ": the answer is no gRPC");
        }
        int status = GrpcStatus.in(response.headers());
        if (status < 0) {
            return null;
        }
        String message = target() + ": grpc-status " + status + " " + GrpcStatus.messageIn(response.headers());
        return switch (status) {
            case GrpcStatus.UNAUTHENTICATED, GrpcStatus.PERMISSION_DENIED ->
                new DialException(Hop.CREDENTIAL, true, message);
            case GrpcStatus.RESOURCE_EXHAUSTED, GrpcStatus.UNAVAILABLE -> new DialException(Hop.HTTP, false, message);
            default -> new DialException(Hop.PROTOCOL, true, message);
        };
    }
}
