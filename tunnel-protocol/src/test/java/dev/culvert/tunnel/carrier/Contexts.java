package dev.culvert.tunnel.carrier;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Event-loop contexts for tests, on one event loop after the other. */
final class Contexts {
    private Contexts() {}

    static Context fresh(Vertx vertx) throws Exception {
        Deployed deployed = new Deployed();
        vertx.deployVerticle(deployed).await(10, TimeUnit.SECONDS);
        return deployed.context();
    }

    /** Does something on a new context, and waits for it. */
    static <T> T on(Vertx vertx, Supplier<Future<T>> action) throws Exception {
        Promise<T> promise = Promise.promise();
        fresh(vertx).runOnContext(ignored -> action.get().onComplete(promise));
        return promise.future().await(15, TimeUnit.SECONDS);
    }

    private static final class Deployed extends VerticleBase {
        Context context() {
            return context;
        }
    }
}
