package dev.culvert.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.flow.Line;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepaliveTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Vertx vertx;
    private Keepalive keepalive;
    private final AtomicLong lastPing = new AtomicLong();
    private final CompletableFuture<String> dead = new CompletableFuture<>();

    @BeforeEach
    void make() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aPeerThatTalksAndDoesNotAnswerPingsIsDead() throws Exception {
        start(number -> {});
        talk();
        assertThat(dead.get(60, TimeUnit.SECONDS)).contains("pings");
        assertThat(lastPing).as("pings under way at once").hasValue(1);
    }

    @Test
    void aPeerThatAnswersLateLives() throws Exception {
        CompletableFuture<Void> thirdPing = new CompletableFuture<>();
        start(number -> vertx.setTimer(5 * INTERVAL.toMillis(), id -> {
            keepalive.onPong(number);
            if (number == 3) {
                thirdPing.complete(null);
            }
        }));
        talk();
        thirdPing.get(60, TimeUnit.SECONDS);
        assertThat(dead).isNotDone();
        assertThat(keepalive.roundTrip()).isGreaterThanOrEqualTo(INTERVAL.multipliedBy(4));
    }

    @Test
    void pingsAmongBulkSayNothingOfTheLinesLength() throws Exception {
        assertThat(shortestRoundTripAfter(4, 3)).isEqualTo(millis(1));
    }

    @Test
    void pingsOnAnIdleLineSayHowLongItIsNow() throws Exception {
        assertThat(shortestRoundTripAfter(3, 2))
                .as("one of three may have been held up")
                .isEqualTo(millis(1));
        assertThat(shortestRoundTripAfter(4, 2)).isEqualTo(millis(50));
    }

    /** The first ping takes a millisecond, the others fifty, and so many packets come in meanwhile. */
    private long shortestRoundTripAfter(long pings, int packets) throws Exception {
        AtomicLong now = new AtomicLong(1);
        Line line = new Line(now::get);
        CompletableFuture<Void> done = new CompletableFuture<>();
        start(now::get, line, number -> {
            now.addAndGet(millis(number == 1 ? 1 : 50));
            for (int i = 0; i < packets; i++) {
                keepalive.heard();
            }
            keepalive.onPong(number);
            now.addAndGet(INTERVAL.toNanos());
            if (number == pings) {
                keepalive.stop();
                done.complete(null);
            }
        });
        done.get(60, TimeUnit.SECONDS);
        return line.shortestRoundTrip();
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void start(LongConsumer answer) throws Exception {
        start(System::nanoTime, new Line(System::nanoTime), answer);
    }

    private void start(LongSupplier clock, Line line, LongConsumer answer) throws Exception {
        Context context = vertx.getOrCreateContext();
        CompletableFuture<Void> started = new CompletableFuture<>();
        context.runOnContext(v -> {
            keepalive = new Keepalive(context, clock, line);
            keepalive.start(
                    INTERVAL,
                    number -> {
                        lastPing.set(number);
                        answer.accept(number);
                    },
                    dead::complete);
            started.complete(null);
        });
        started.get(60, TimeUnit.SECONDS);
    }

    /** Something comes in all the time. */
    private void talk() {
        vertx.getOrCreateContext().runOnContext(v -> vertx.setPeriodic(2, id -> keepalive.heard()));
    }
}
