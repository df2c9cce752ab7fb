package dev.culvert.gateway.store;

import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store for event loops: changes on threads of its own, and what must be done now and then. Any thread; futures complete on
 * the context that asked.
 */
public final class StoreService {
    private static final Logger LOG = LoggerFactory.getLogger(StoreService.class);
    private static final int MAX_WAITING = 64;
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration KEEP_USES = Duration.ofMinutes(1);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Store store;
    private final TokenUses uses;
    private final ThreadPoolExecutor threads;
    private final AtomicBoolean polling = new AtomicBoolean();
    private volatile boolean lost;
    private volatile long pollTimer = NO_TIMER;
    private volatile long keepTimer = NO_TIMER;

    public StoreService(Vertx vertx, Store store, TokenUses uses) {
        this.vertx = vertx;
        this.store = store;
        this.uses = uses;
        this.threads = new ThreadPoolExecutor(
                2, 2, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MAX_WAITING), StoreService::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Asks from now on whether somebody else has changed anything.
     *
     * @param poll between two questions
     */
    public void start(Duration poll) {
        pollTimer = vertx.setPeriodic(poll.toMillis(), ignored -> poll());
        keepTimer = vertx.setPeriodic(KEEP_USES.toMillis(), ignored -> keepUses());
    }

    /**
     * Makes a change; see {@link Store#change}. Fails with a {@link StatusException}: that of the change, 422, 429 where too many
     * wait, 503, or 504 where the database took too long to say what became of it.
     */
    public <T> Future<T> change(Function<Transaction, T> change, boolean dryRun) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        long timer = vertx.setTimer(
                DEADLINE.toMillis(),
                late -> promise.tryFail(new StatusException(
                        StatusReason.TIMEOUT, "the store took too long; whether it was changed is not known")));
        boolean taken = submit(() -> {
            try {
                T result = store.change(change, dryRun);
                context.runOnContext(done -> promise.tryComplete(result));
            } catch (RuntimeException e) {
                context.runOnContext(done -> promise.tryFail(e));
            }
        });
        if (!taken) {
            promise.tryFail(StatusException.tooManyRequests("too many changes wait for the store", 1));
        }
        return promise.future().onComplete(over -> vertx.cancelTimer(timer));
    }

    /** Keeps what is to be kept, and closes the store. Completes when it is closed; never fails. */
    public Future<Void> close() {
        vertx.cancelTimer(pollTimer);
        vertx.cancelTimer(keepTimer);
        Promise<Void> closed = Promise.promise();
        boolean taken = submit(() -> {
            try {
                keep();
                store.close();
            } finally {
                closed.tryComplete();
            }
        });
        threads.shutdown();
        return taken ? closed.future() : Future.succeededFuture();
    }

    private void poll() {
        if (polling.getAndSet(true)) {
            return;
        }
        boolean taken = submit(() -> {
            try {
                store.refresh();
                found();
            } catch (RuntimeException e) {
                lost(e);
            } finally {
                polling.set(false);
            }
        });
        if (!taken) {
            polling.set(false);
        }
    }

    private void keepUses() {
        submit(this::keep);
    }

    private void keep() {
        try {
            store.keep(uses);
        } catch (RuntimeException e) {
            lost(e);
        }
    }

    private void found() {
        if (lost) {
            lost = false;
            LOG.atInfo().log("the store is back");
        }
    }

    private void lost(RuntimeException e) {
        if (!lost) {
            lost = true;
            LOG.atError()
                    .addKeyValue("error", e.getMessage())
                    .log("the store cannot be reached: what is known stays in force, and nothing can be changed");
        }
    }

    private boolean submit(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "store");
        thread.setDaemon(true);
        return thread;
    }
}
