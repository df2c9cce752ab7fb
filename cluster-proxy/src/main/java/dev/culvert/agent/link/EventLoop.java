package dev.culvert.agent.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

/** Nothing but an event-loop context: Vert.x gives those out with a verticle, in turns, and has no other public way. */
final class EventLoop extends VerticleBase {
    private EventLoop() {}

    static Future<Context> next(Vertx vertx) {
        EventLoop loop = new EventLoop();
        return vertx.deployVerticle(loop).map(id -> loop.context);
    }
}
