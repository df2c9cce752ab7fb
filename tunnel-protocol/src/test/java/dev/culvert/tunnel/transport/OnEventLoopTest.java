package dev.culvert.tunnel.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnEventLoopTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void isDoneOnAnEventLoopWhoeverAsks() throws Exception {
        boolean there = OnEventLoop.call(vertx, () -> Future.succeededFuture(Context.isOnEventLoopThread()))
                .await(10, TimeUnit.SECONDS);
        assertThat(there).isTrue();
    }

    @Test
    void staysOnTheEventLoopThatAsks() throws Exception {
        boolean same = Future.<Boolean>future(promise -> vertx.runOnContext(go -> {
                    Thread asking = Thread.currentThread();
                    OnEventLoop.call(vertx, () -> Future.succeededFuture(Thread.currentThread() == asking))
                            .onComplete(promise);
                }))
                .await(10, TimeUnit.SECONDS);
        assertThat(same).isTrue();
    }

    @Test
    void whatIsThrownFailsIt() {
        Future<Object> failed = OnEventLoop.call(vertx, () -> {
            throw new IllegalStateException("thrown");
        });
        assertThatThrownBy(() -> failed.await(10, TimeUnit.SECONDS)).hasMessageContaining("thrown");
    }
}
