package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange over an HTTP/1.1 connection of its own: upgrades, which HTTP/2 does not have, and ordinary requests to a server
 * without HTTP/2. Written on the socket and not on Vert.x's client, which upgrades GET alone and cannot tell a reset connection
 * from a closed one. On the exchange's event loop.
 */
final class Http1Replay implements Http1ResponseReader.Parts {
    private final ReplayStream stream;
    private final ApiClients clients;
    private final ApiAccess access;
    private final Duration linger;
    private final RequestHead request;
    private final Http1RequestWriter writer;
    private final Http1ResponseReader reader;
    private @Nullable NetSocket socket;
    private @Nullable ResponsePump toGateway;
    private boolean requestEnded;
    private boolean switched;
    private boolean broken;
    private long bodyBytes;

    /**
     * @param linger how long an upgraded connection lives on when the caller has said all that it will say
     */
    Http1Replay(ReplayStream stream, ApiClients clients, ApiAccess access, Duration linger) {
        this.stream = stream;
        this.clients = clients;
        this.access = access;
        this.linger = linger;
        this.request = stream.exchange().request();
        this.writer = new Http1RequestWriter(request);
        this.reader = new Http1ResponseReader(request.method().equals("HEAD"), this);
    }

    void start() {
        clients.connectHttp1(access).onComplete(connected -> {
            if (connected.failed()) {
                stream.breakOff(ResetCode.UPSTREAM_UNREACHABLE, Failures.unreachable(connected.cause()));
            } else if (stream.isOver()) {
                connected.result().close();
            } else {
                use(connected.result());
            }
        });
    }

    private void use(NetSocket connected) {
        socket = connected;
        toGateway = stream.pump(connected, connected::close);
        connected.handler(reader::read);
        connected.endHandler(end -> onEnd());
        connected.exceptionHandler(failure -> broken = true);
        stream.exchange().closed().onFailure(reset -> {
            stream.abandon();
            connected.close();
        });
        connected.write(writer.head(request, access));
        if (request.isUpgrade()) {
            // What the caller says before the 101 is kept back by the stream's window and goes out behind it, in order.
            stream.exchange().in().pause();
        } else if (request.body()) {
            sendBody(connected);
        } else {
            requestEnded = true;
        }
    }

    private void sendBody(NetSocket to) {
        Pump pump = new Pump(stream.exchange().in(), to);
        long promised = Http2Replay.promisedLength(request);
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
            pump.write(writer.end());
        });
        stream.exchange().in().handler(bytes -> {
            bodyBytes += bytes.length();
            if (requestEnded || stream.isOver() || bytes.length() == 0) {
                return;
            }
            if (promised >= 0 && bodyBytes > promised) {
                breakOff(ResetCode.INTERNAL_ERROR, "the body is longer than its content-length");
                return;
            }
            pump.write(writer.body(bytes));
        });
    }

    @Override
    public void head(int status, List<Header> headers) {
        if (stream.isOver()) {
            return;
        }
        if (!stream.respond(status, headers, access.server())) {
            close();
        } else if (status == 101) {
            switched = true;
            sendRaw();
        } else if (request.isUpgrade()) {
            // From here on nothing of the caller's may reach the API server: it would be read as another request.
            requestEnded = true;
            stream.exchange().in().exceptionHandler(reset -> {});
            stream.exchange().in().handler(discarded -> {});
            stream.exchange().in().resume();
        }
    }

    private void sendRaw() {
        NetSocket to = socket;
        if (to == null) {
            return;
        }
        Pump pump = new Pump(stream.exchange().in(), to);
        stream.exchange().in().exceptionHandler(reset -> {});
        stream.exchange().in().handler(bytes -> {
            if (!stream.isOver()) {
                pump.write(bytes);
            }
        });
        stream.exchange().in().endHandler(end -> onCallerEnd());
        stream.exchange().in().resume();
    }

    // TLS has no half-close here: an end cannot be passed on without cutting off what the API server still has to say.
    private void onCallerEnd() {
        requestEnded = true;
        Vertx vertx = owner();
        // What the API server had left to say is cut off: that is no end of its own.
        long timer = vertx.setTimer(
                linger.toMillis(),
                id -> breakOff(ResetCode.UPSTREAM_BROKEN, "the API server did not end an upgraded connection"));
        stream.exchange().closed().onComplete(closed -> vertx.cancelTimer(timer));
    }

    private static Vertx owner() {
        Context context = Vertx.currentContext();
        return context.owner();
    }

    @Override
    public void bytes(Buffer bytes) {
        if (stream.isOver() || toGateway == null) {
            return;
        }
        if (stream.count(bytes)) {
            toGateway.write(bytes);
        } else {
            close();
        }
    }

    @Override
    public void end() {
        stream.finish(requestEnded);
        close();
    }

    @Override
    public void malformed(String what) {
        breakOff(ResetCode.UPSTREAM_BROKEN, what);
    }

    /** The API server's direction is over, and all bytes of it are through. */
    private void onEnd() {
        if (stream.isOver()) {
            return;
        }
        if (broken) {
            stream.breakOff(ResetCode.UPSTREAM_BROKEN, "the connection to the API server broke");
        } else if (switched) {
            stream.finish(requestEnded);
        } else {
            reader.finish();
            stream.breakOff(ResetCode.UPSTREAM_BROKEN, "the connection to the API server ended too early");
        }
    }

    private void breakOff(ResetCode code, String message) {
        stream.breakOff(code, message);
        close();
    }

    private void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
