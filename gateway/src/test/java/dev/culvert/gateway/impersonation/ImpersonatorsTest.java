package dev.culvert.gateway.impersonation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.Header;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImpersonatorsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aClusterThatSaysNothingHasSoMuchTimeForAllQuestionsTogether() {
        Promise<Future<Void>> waiting = Promise.promise();
        Impersonators impersonators = new Impersonators(
                (cluster, gone) -> {
                    waiting.tryComplete(gone);
                    return Promise.<Endpoint>promise().future();
                },
                Duration.ofMillis(50),
                System::nanoTime);
        RequestedIdentity bob = RequestedIdentity.of(List.of(new Header("Impersonate-User", "bob")))
                .orElseThrow();

        Promise<Void> outcome = Promise.promise();
        vertx.runOnContext(go -> impersonators
                .authorize(
                        Caller.named("alice"),
                        bob,
                        new Errand("c1", "r-1", Promise.<Void>promise().future()))
                .onComplete(outcome));

        Throwable failure = outcome.future()
                .toCompletionStage()
                .handle((ok, cause) -> cause instanceof CompletionException ? cause.getCause() : cause)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        assertThat(failure).isInstanceOfSatisfying(StatusException.class, status -> assertThat(status.code())
                .isEqualTo(503));
        // Nobody keeps a place among those that wait for the cluster's agent.
        assertThat(waiting.future().compose(gone -> gone).await()).isNull();
    }
}
