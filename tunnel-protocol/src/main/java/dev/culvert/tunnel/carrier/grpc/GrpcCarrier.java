package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.AbstractCarrier;
import dev.culvert.tunnel.carrier.CarrierEnd;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/** What both ends of a gRPC call do: messages in, messages out. How the call begins and ends differs. */
abstract class GrpcCarrier extends AbstractCarrier {
    /** HTTP/2's CANCEL. */
    static final long CANCEL = 8;

    private final ReadStream<Buffer> in;
    private final WriteStream<Buffer> out;
    private final Deframer deframer = new Deframer(this::received);
    private boolean broken;

    GrpcCarrier(Context context, String remote, ReadStream<Buffer> in, WriteStream<Buffer> out) {
        super(context, "grpc", remote);
        this.in = in;
        this.out = out;
    }

    /** Lets events come. Last thing of a subclass's construction. */
    final void start() {
        in.handler(this::take);
        in.endHandler(ignored -> peerEnded());
        in.exceptionHandler(this::lost);
        out.drainHandler(ignored -> drained());
        in.resume();
    }

    /** The peer's direction ended in an orderly way. */
    abstract void endedByPeer();

    /** The stream or its connection broke, or the peer reset it. */
    void lost(Throwable cause) {
        ended(new CarrierEnd(false, false, "the connection was lost: " + cause));
        abort();
    }

    @Override
    protected final void send(Buffer packet) {
        // A failure to write also ends the stream, which is told of by its own handlers.
        out.write(Framer.frame(packet));
    }

    @Override
    protected final boolean connectionFull() {
        return out.writeQueueFull();
    }

    @Override
    protected final void holdBack() {
        in.pause();
    }

    @Override
    protected final void letFlow() {
        in.resume();
    }

    private void take(Buffer chunk) {
        if (broken) {
            return;
        }
        try {
            deframer.take(chunk);
        } catch (FramingException e) {
            broken = true;
            fail(true, e.detail());
        }
    }

    private void peerEnded() {
        if (deframer.incomplete()) {
            fail(true, "the peer ended within a message");
        } else {
            endedByPeer();
        }
    }
}
