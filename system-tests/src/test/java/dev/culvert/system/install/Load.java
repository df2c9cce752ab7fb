package dev.culvert.system.install;

import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who asks again and again, each time on a new connection, and writes down what went wrong. */
final class Load implements AutoCloseable {
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final Thread thread;
    private volatile boolean over;

    private Load(Target target) {
        thread = new Thread(() -> run(target), "load");
        thread.setDaemon(true);
        thread.start();
    }

    static Load on(Target target) {
        return new Load(target);
    }

    int answers() {
        return answers.get();
    }

    List<String> failures() {
        return failures;
    }

    private void run(Target target) {
        while (!over) {
            try {
                RawResponse answer = RawConnection.exchange(target, RawRequest.get("/api/v1/namespaces"));
                if (answer.status() == 200) {
                    answers.incrementAndGet();
                } else {
                    failures.add(answer.toString());
                }
            } catch (UncheckedIOException e) {
                failures.add(e.toString());
            }
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
