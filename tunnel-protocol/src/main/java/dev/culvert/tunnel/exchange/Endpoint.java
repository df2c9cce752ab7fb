package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.failure.CarrierClosedException;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.frame.Hello;
import dev.culvert.tunnel.stream.Handshake;
import dev.culvert.tunnel.stream.Multiplexer;
import dev.culvert.tunnel.stream.MultiplexerListener;
import dev.culvert.tunnel.stream.MultiplexerSettings;
import dev.culvert.tunnel.stream.PeerIdentity;
import dev.culvert.tunnel.stream.TunnelStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a carrier: makes the handshake, keeps the carrier alive, opens exchanges on it and answers those that the peer
 * opens. What an agent and a gateway both use.
 *
 * <p><b>Threading.</b> Any thread; the work is done on the carrier's context.
 */
public final class Endpoint {
    private final Carrier carrier;
    private final MultiplexerSettings settings;
    private final Handler<Exchange> exchanges;
    private final Promise<Peer> ready = Promise.promise();
    private final Promise<CarrierClosedException> closed = Promise.promise();
    private final Promise<Void> peerDraining = Promise.promise();
    private volatile boolean available;
    private volatile int openStreams;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Multiplexer multiplexer;

    private Endpoint(Carrier carrier, EndpointSettings settings, Handler<Exchange> exchanges) {
        this.carrier = carrier;
        this.settings = settings.multiplexer();
        this.exchanges = exchanges;
    }

    /**
     * The agent's end. Sends Hello at once.
     *
     * @param exchanges is given each exchange that the gateway opens, on the carrier's context
     */
    public static Endpoint dialer(Carrier carrier, EndpointSettings settings, Handler<Exchange> exchanges) {
        Hello hello = new Hello(
                List.of(1),
                settings.session(),
                settings.cluster(),
                settings.software(),
                settings.capabilities(),
                settings.limits());
        return new Endpoint(carrier, settings, exchanges).start(Handshake.dialer(hello));
    }

    /**
     * The gateway's end. Answers Hello with Welcome, or with GoAway where no version fits or the agent names another
     * cluster.
     *
     * @param cluster the cluster that the agent's credential stands for
     */
    public static Endpoint acceptor(
            Carrier carrier, String cluster, EndpointSettings settings, Handler<Exchange> exchanges) {
        Handshake handshake = Handshake.acceptor(
                cluster, settings.software(), settings.capabilities(), settings.limits(), settings.keepalive());
        return new Endpoint(carrier, settings, exchanges).start(handshake);
    }

    private Endpoint start(Handshake handshake) {
        carrier.context().runOnContext(v -> {
            thread = Thread.currentThread();
            multiplexer = Multiplexer.start(carrier, handshake, settings, new Events());
        });
        return this;
    }

    /** Completes with the peer when the handshake is done; fails with {@link CarrierClosedException}. */
    public Future<Peer> ready() {
        return ready.future();
    }

    /** Always completes, exactly once, when the carrier has ended and every stream of it was told. */
    public Future<CarrierClosedException> closed() {
        return closed.future();
    }

    /**
     * Opens an exchange. Never throws for reasons of the tunnel: where the carrier is gone, draining or full, the exchange is
     * reset with {@link ResetCode#REFUSED} or {@code CARRIER_LOST}, and {@link StreamResetException#mayHaveExecuted()} is
     * false.
     *
     * @param context the event loop that this side of the exchange shall live on; the caller runs on it
     */
    public Exchange open(RequestHead request, Context context) {
        Hop hop = new Hop(carrier.context(), context, Thread.currentThread() == thread);
        Exchange exchange = Exchange.opening(request, hop, settings.budget());
        Buffer open = HeadCodec.encode(request);
        hop.toCarrier(() -> {
            Multiplexer streams = multiplexer;
            if (streams == null) {
                exchange.refused(new StreamResetException(ResetCode.REFUSED, "the carrier is not ready"));
                return;
            }
            try {
                exchange.opened(streams.open(open, request.endsAtOnce(), exchange.events()));
            } catch (StreamResetException e) {
                exchange.refused(e);
            }
            observe(streams);
        });
        return exchange;
    }

    /**
     * Whether new exchanges can be opened: the handshake is done, neither side drains, and the peer's limit is not reached. A
     * moment old at most.
     */
    public boolean available() {
        return available;
    }

    /** Streams open now, whoever opened them. A moment old at most. */
    public int openStreams() {
        return openStreams;
    }

    /** The last measured round trip of a ping; zero before the first. */
    public Duration roundTrip() {
        Multiplexer streams = multiplexer;
        return streams == null ? Duration.ZERO : streams.roundTrip();
    }

    /** Completes when the peer has announced that it drains: the dialer should dial a replacement. May never complete. */
    public Future<Void> peerDraining() {
        return peerDraining.future();
    }

    /**
     * Announces the end: no new exchanges in either direction. Completes when the carrier is closed: as soon as the last stream
     * has ended, and when {@code grace} is over at the latest. Idempotent.
     */
    public Future<Void> drain(Duration grace, String message) {
        onMultiplexer(streams -> streams.drain(grace, message));
        return closed.future().mapEmpty();
    }

    /** Ends the carrier now: tells the peer why, resets every stream. Idempotent. */
    public Future<Void> close(CloseCode code, String message) {
        onMultiplexer(streams -> streams.close(code, message));
        return closed.future().mapEmpty();
    }

    /** The carrier underneath: for logs and metrics. */
    public Carrier carrier() {
        return carrier;
    }

    private void onMultiplexer(Consumer<Multiplexer> action) {
        carrier.context().runOnContext(v -> {
            Multiplexer streams = multiplexer;
            if (streams != null) {
                action.accept(streams);
                observe(streams);
            }
        });
    }

    private void observe(Multiplexer streams) {
        available = streams.canOpen();
        openStreams = streams.size();
    }

    private final class Events implements MultiplexerListener {
        @Override
        public void onReady(PeerIdentity peer) {
            available = peer.limits().maxStreams() > 0;
            ready.tryComplete(new Peer(peer.session(), peer.cluster(), peer.software(), peer.capabilities()));
        }

        @Override
        public void onOpen(TunnelStream stream, Buffer open) {
            RequestHead request;
            try {
                request = HeadCodec.decodeOpen(open);
            } catch (ProtocolViolationException e) {
                stream.reset(ResetCode.MALFORMED, String.valueOf(e.getMessage()));
                return;
            }
            if (request == null) {
                stream.reset(ResetCode.UNSUPPORTED, "unknown kind of stream");
                return;
            }
            Hop hop = new Hop(carrier.context(), carrier.context(), true);
            Exchange exchange = Exchange.answering(request, hop, settings.budget(), stream);
            exchange.tell(() -> exchanges.handle(exchange));
        }

        @Override
        public void onStreams(int size, boolean canOpen) {
            openStreams = size;
            available = canOpen;
        }

        @Override
        public void onPeerDraining(Duration grace) {
            available = false;
            peerDraining.tryComplete();
        }

        @Override
        public void onClosed(CarrierClosedException reason) {
            available = false;
            openStreams = 0;
            ready.tryFail(reason);
            closed.tryComplete(reason);
        }
    }
}
