package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.stream.StreamListener;
import dev.culvert.tunnel.stream.TunnelStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One side of an exchange: a request and its response, or an upgraded connection, carried by one stream.
 *
 * <p><b>Threading.</b> An exchange belongs to {@link #context()}, which may be another event loop than its carrier's. Every
 * method is called on it and every handler is called on it.
 *
 * <p><b>Ending.</b> Each direction ends exactly once, cleanly (its end handler, {@code end()}) or broken; a reset breaks those
 * that have not ended, at once. After a reset {@link #in()} reports the {@link StreamResetException} to its exception handler,
 * an opener's behind the bytes of the response that came before it; writes to {@link #out()} fail with it. An opener reads
 * {@link #in()} to its end or resets the exchange: what it leaves unread counts against the memory of all.
 */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final RequestHead request;
    private final boolean opener;
    private final Hop hop;
    private final InboundBytes in;
    private final OutboundBytes out;
    private final Promise<ResponseHead> response = Promise.promise();
    private final Promise<Void> closed = Promise.promise();
    /** The stream underneath. Only the carrier's context touches it; null where it could not be opened. */
    private @Nullable TunnelStream stream;

    private boolean responded;
    private boolean abandoned;

    private Exchange(RequestHead request, boolean opener, Hop hop, Budget budget) {
        this.request = request;
        this.opener = opener;
        this.hop = hop;
        this.in = new InboundBytes(this::consumed);
        this.out = new OutboundBytes(this::write, this::end, budget);
    }

    /** An exchange of this side's; the stream is opened on the carrier's context right after. */
    static Exchange opening(RequestHead request, Hop hop, Budget budget) {
        Exchange exchange = new Exchange(request, true, hop, budget);
        if (request.endsAtOnce()) {
            exchange.out.end();
        }
        return exchange;
    }

    /** An exchange of the peer's. On the carrier's context, which is the exchange's too. */
    static Exchange answering(RequestHead request, Hop hop, Budget budget, TunnelStream stream) {
        Exchange exchange = new Exchange(request, false, hop, budget);
        exchange.stream = stream;
        stream.listen(exchange.new Events());
        return exchange;
    }

    /** The event loop that this side of the exchange lives on. */
    public Context context() {
        return hop.exchange();
    }

    /** The request's head: what was sent (opener) or what came in (answerer). */
    public RequestHead request() {
        return request;
    }

    /**
     * Opener only. Completes with the response's head as soon as it is in, which may be while the request's body is still
     * being sent. Fails with {@link StreamResetException}. There is no deadline: watches and slow admission webhooks are legal.
     */
    public Future<ResponseHead> response() {
        return response.future();
    }

    /** Answerer only, once, before anything is written to {@link #out()}: sends the response's head at once. */
    public void respond(ResponseHead head) {
        if (opener || responded) {
            throw new IllegalStateException("an answerer responds, once");
        }
        responded = true;
        Buffer encoded = HeadCodec.encode(head);
        onStream(open -> open.sendHead(encoded));
    }

    /**
     * The bytes that come in: the request's body (answerer), the response's body (opener), or the peer's half of an upgraded
     * connection. Nothing is delivered or lost before a handler is set; {@code pause}, {@code resume} and {@code fetch} work
     * as everywhere in Vert.x. Credit is granted to the peer as buffers are handed to the handler, so what is held back is
     * bounded by the stream's window.
     */
    public ReadStream<Buffer> in() {
        return in;
    }

    /**
     * The bytes that go out. {@code write} completes when the bytes were handed to the carrier and fails with
     * {@link StreamResetException}; {@code writeQueueFull} says that the peer's credit, or this stream's share of the carrier,
     * is used up. {@code end()} ends this direction and leaves the other alone; it completes at once. An answerer that writes
     * before {@link #respond} gets an {@link IllegalStateException}.
     */
    public WriteStream<Buffer> out() {
        return out;
    }

    /**
     * Breaks what has not ended yet, and drops what has come in and was not handed on. The message is for people and logs; no
     * secrets. Nothing happens after the end.
     *
     * <p>An answerer that has ended {@link #out()} says by this that it wants no more of the request: its response stays whole.
     */
    public void reset(ResetCode code, String message) {
        if (abandoned) {
            return;
        }
        abandoned = true;
        StreamResetException reset = new StreamResetException(code, message);
        onStream(open -> {
            open.reset(code, message);
            open.discardUnread();
        });
        in.abandon(reset);
        broken(reset);
    }

    /**
     * Completes when both directions have ended cleanly; fails with {@link StreamResetException} when the exchange was reset,
     * by either side or by the loss of its carrier. An agent cancels the request upstream on it.
     */
    public Future<Void> closed() {
        return closed.future();
    }

    /** What the stream tells; on the carrier's context. */
    StreamListener events() {
        return new Events();
    }

    /** The stream was opened; on the carrier's context. */
    void opened(TunnelStream open) {
        stream = open;
    }

    /** The stream could not be opened; on the carrier's context. */
    void refused(StreamResetException reset) {
        tell(() -> onReset(reset));
    }

    /** Runs what may call handlers. An exception of theirs stays with the exchange: others share the carrier. */
    void tell(Runnable action) {
        hop.toExchange(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("requestId", request.requestId())
                        .setCause(e)
                        .log("a handler of an exchange failed");
                reset(ResetCode.INTERNAL_ERROR, "internal error");
            }
        });
    }

    private void onReset(StreamResetException reset) {
        if (opener) {
            in.fail(reset);
        } else {
            // The rest of a request that nobody wants any more.
            onStream(TunnelStream::discardUnread);
            in.abandon(reset);
        }
        broken(reset);
    }

    private void broken(StreamResetException reset) {
        response.tryFail(reset);
        out.fail(reset);
        closed.tryFail(reset);
    }

    private void write(Buffer data) {
        if (!opener && !responded) {
            throw new IllegalStateException("data before the response's head");
        }
        onStream(open -> open.write(data));
    }

    private void end() {
        if (opener && request.endsAtOnce()) {
            return; // It ended with the head.
        }
        if (!opener && !responded) {
            throw new IllegalStateException("end before the response's head");
        }
        onStream(TunnelStream::end);
    }

    private void consumed(int bytes) {
        onStream(open -> open.consumed(bytes));
    }

    private void onStream(Consumer<TunnelStream> action) {
        hop.toCarrier(() -> {
            TunnelStream open = stream;
            if (open != null) {
                action.accept(open);
            }
        });
    }

    private final class Events implements StreamListener {
        @Override
        public void onHead(Buffer encoded) {
            ResponseHead head;
            try {
                head = HeadCodec.decodeResponse(encoded);
            } catch (ProtocolViolationException e) {
                String message = "response head: " + e.getMessage();
                tell(() -> reset(ResetCode.INTERNAL_ERROR, message));
                return;
            }
            tell(() -> response.tryComplete(head));
        }

        @Override
        public void onData(Buffer data) {
            tell(() -> {
                if (abandoned) {
                    onStream(TunnelStream::discardUnread);
                } else {
                    in.deliver(data);
                }
            });
        }

        @Override
        public void onEnd() {
            tell(in::end);
        }

        @Override
        public void onWritten(int bytes) {
            tell(() -> out.written(bytes));
        }

        @Override
        public void onFinished() {
            tell(closed::tryComplete);
        }

        @Override
        public void onReset(StreamResetException reset) {
            tell(() -> Exchange.this.onReset(reset));
        }
    }
}
