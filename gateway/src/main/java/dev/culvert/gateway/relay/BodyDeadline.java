package dev.culvert.gateway.relay;

import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Notices a request whose body has stopped coming, though the cluster would take it, while nothing is answered: its caller holds
 * a place at the gateway and in the cluster for nothing. Looks once in each period, so that a pause of up to two passes. On the
 * event loop of the request.
 */
final class BodyDeadline {
    private final Vertx vertx;
    private final RequestBody body;
    private final WriteStream<?> to;
    private final BooleanSupplier over;
    private final Runnable late;
    private final long periodMillis;
    private long readBefore;

    private BodyDeadline(
            Vertx vertx, RequestBody body, WriteStream<?> to, Duration period, BooleanSupplier over, Runnable late) {
        this.vertx = vertx;
        this.body = body;
        this.to = to;
        this.periodMillis = period.toMillis();
        this.over = over;
        this.late = late;
        this.readBefore = body.read();
    }

    /**
     * Watches a body on its way.
     *
     * @param over whether the pauses of this body matter no more
     * @param late called once, at most
     */
    static void watch(
            Vertx vertx, RequestBody body, WriteStream<?> to, Duration period, BooleanSupplier over, Runnable late) {
        new BodyDeadline(vertx, body, to, period, over, late).arm();
    }

    private void arm() {
        vertx.setTimer(periodMillis, time -> look());
    }

    private void look() {
        if (over.getAsBoolean() || body.hasEnded()) {
            return;
        }
        long read = body.read();
        if (read == readBefore && !to.writeQueueFull()) {
            late.run();
            return;
        }
        readBefore = read;
        arm();
    }
}
