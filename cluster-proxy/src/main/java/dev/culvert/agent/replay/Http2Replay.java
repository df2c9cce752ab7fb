package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.ApiServer;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One exchange over a stream of a shared HTTP/2 connection. On the exchange's event loop. */
final class Http2Replay {
    private static final long CANCEL = 8;
    private static final int ATTEMPTS = 3;
    private static final String BROKEN = "the connection to the API server broke";

    private final ReplayStream stream;
    private final Http2Pool pool;
    private final Supplier<ApiAccess> access;
    private final Runnable http1;
    private @Nullable HttpClientRequest request;
    private @Nullable Http2Connection connection;
    private boolean requestEnded;
    private long bodyBytes;
    private int attempts;

    /**
     * @param access asked when the request is sent
     * @param http1 replays the exchange in the other way, where the server has no HTTP/2
     */
    Http2Replay(ReplayStream stream, Http2Pool pool, Supplier<ApiAccess> access, Runnable http1) {
        this.stream = stream;
        this.pool = pool;
        this.access = access;
        this.http1 = http1;
    }

    void start() {
        attempts++;
        pool.acquire(stream.exchange().closed()).onComplete(acquired -> {
            if (acquired.failed()) {
                UpstreamException failure = (UpstreamException) acquired.cause();
                stream.breakOff(failure.code(), failure.text());
            } else if (acquired.result().isEmpty()) {
                if (!stream.isOver()) {
                    http1.run();
                }
            } else {
                use(acquired.result().get());
            }
        });
    }

    private void use(Http2Connection taken) {
        if (stream.isOver()) {
            taken.giveBack();
            return;
        }
        connection = taken;
        taken.connection().request(new RequestOptions()).onComplete(made -> {
            if (made.failed()) {
                release();
                retryOrRefuse();
            } else if (stream.isOver()) {
                made.result().reset(CANCEL);
                release();
            } else {
                send(made.result(), taken.accessAsOf(access.get()));
            }
        });
    }

    private void send(HttpClientRequest made, ApiAccess with) {
        RequestHead head = stream.exchange().request();
        request = made;
        made.setMethod(HttpMethod.valueOf(head.method()));
        made.setURI(with.server().pathPrefix() + head.target());
        made.authority(authority(with.server()));
        for (Header header : HopHeaders.forRequest(head.headers(), with)) {
            made.headers().add(header.name().toLowerCase(Locale.ROOT), header.value());
        }
        made.exceptionHandler(failure -> onFailure(made, failure));
        made.response().onComplete(answered -> {
            if (answered.succeeded()) {
                onResponse(made, answered.result(), with.server());
            } else {
                onFailure(made, answered.cause());
            }
        });
        stream.exchange().closed().onFailure(reset -> cancel());
        if (head.body()) {
            // Before the body, so that the server can answer early.
            made.writeHead();
            sendBody(made, promisedLength(head));
        } else {
            requestEnded = true;
            made.end();
        }
    }

    /** What HTTP/1.1 sends as the Host header. */
    static HostAndPort authority(ApiServer server) {
        HostAndPort authority = HostAndPort.parseAuthority(server.authority(), -1);
        if (authority == null) {
            throw new IllegalArgumentException("the API server's name cannot be an authority: " + server.authority());
        }
        return authority;
    }

    private void sendBody(HttpClientRequest to, long promised) {
        Pump pump = new Pump(stream.exchange().in(), to);
        stream.exchange().in().exceptionHandler(reset -> {});
        stream.exchange().in().endHandler(end -> {
            if (requestEnded || stream.isOver()) {
                return;
            }
            if (promised >= 0 && bodyBytes != promised) {
                breakOff(ResetCode.INTERNAL_ERROR, "the body is shorter than its content-length");
                return;
            }
            requestEnded = true;
            to.end();
        });
        stream.exchange().in().handler(bytes -> {
            bodyBytes += bytes.length();
            if (requestEnded || stream.isOver()) {
                return;
            }
            if (promised >= 0 && bodyBytes > promised) {
                breakOff(ResetCode.INTERNAL_ERROR, "the body is longer than its content-length");
                return;
            }
            pump.write(bytes);
        });
    }

    static long promisedLength(RequestHead head) {
        for (Header header : head.headers()) {
            if (header.is("content-length")) {
                return RequestCheck.contentLength(header.value());
            }
        }
        return -1;
    }

    private void onResponse(HttpClientRequest made, HttpClientResponse response, ApiServer server) {
        if (stream.isOver() || made != request) {
            return;
        }
        List<Header> headers = new ArrayList<>(response.headers().size());
        for (Map.Entry<String, String> line : response.headers()) {
            headers.add(new Header(line.getKey(), line.getValue()));
        }
        if (!stream.respond(response.statusCode(), headers, server)) {
            reset();
            return;
        }
        ResponsePump pump = stream.pump(response, this::giveUp);
        response.exceptionHandler(failure -> onFailure(made, failure));
        response.endHandler(end -> onEnd());
        response.handler(bytes -> onBytes(bytes, pump));
    }

    private void onBytes(Buffer bytes, ResponsePump pump) {
        if (stream.isOver()) {
            return;
        }
        if (stream.count(bytes)) {
            pump.write(bytes);
        } else {
            reset();
        }
    }

    private void onEnd() {
        boolean wholeRequest = requestEnded;
        requestEnded = true;
        stream.finish(wholeRequest);
        if (!wholeRequest) {
            reset();
        }
        release();
    }

    private void onFailure(HttpClientRequest made, Throwable failure) {
        if (made != request) {
            // Of an attempt that is over: a stream reports its reset, and then its end.
            return;
        }
        if (failure instanceof HttpClosedException && !stream.hasResponded() && !stream.isOver()) {
            // A closed connection says so behind its streams, but before anything else runs.
            request = null;
            stream.exchange().context().runOnContext(run -> onLost());
            return;
        }
        release();
        if (Failures.isRefusal(failure) && !stream.hasResponded()) {
            retryOrRefuse();
        } else {
            stream.breakOff(ResetCode.UPSTREAM_BROKEN, BROKEN);
        }
    }

    private void onLost() {
        // Asked before the stream is given back: with its last stream a connection that is being left is closed.
        boolean beingLeft = connection != null && connection.isBeingLeft();
        release();
        if (beingLeft) {
            retryOrRefuse();
        } else {
            stream.breakOff(ResetCode.UPSTREAM_BROKEN, BROKEN);
        }
    }

    /** Nothing of the request was looked at. It is sent again where there is nothing but its head to send. */
    private void retryOrRefuse() {
        request = null;
        if (stream.exchange().request().body() || attempts >= ATTEMPTS) {
            stream.breakOff(ResetCode.REFUSED, "the API server takes no new requests on this connection");
        } else if (!stream.isOver()) {
            start();
        }
    }

    private void breakOff(ResetCode code, String message) {
        giveUp();
        stream.breakOff(code, message);
    }

    /** The caller has gone. */
    private void cancel() {
        stream.abandon();
        giveUp();
    }

    private void giveUp() {
        reset();
        release();
    }

    private void reset() {
        if (request != null) {
            request.reset(CANCEL);
        }
    }

    private void release() {
        Http2Connection used = connection;
        connection = null;
        if (used != null) {
            used.giveBack();
        }
    }
}
