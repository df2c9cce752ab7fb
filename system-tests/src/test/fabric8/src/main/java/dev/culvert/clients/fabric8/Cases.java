package dev.culvert.clients.fabric8;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs named cases, each with a deadline, and prints one line of JSON for each: the client matrix reads them. */
final class Cases {

    private static final int DEADLINE_SECONDS = 60;

    private final Map<String, Callable<?>> cases = new LinkedHashMap<>();

    /** A case's result is its detail: what must be the same on every way to the cluster. */
    void add(String name, Callable<?> work) {
        cases.put(name, work);
    }

    void run(String version) {
        say(Map.of("version", version));
        cases.forEach(Cases::run);
        say(Map.of("end", true));
    }

    private static void run(String name, Callable<?> work) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(result, work), name);
        thread.setDaemon(true);
        thread.start();
        try {
            say(Map.of("case", name, "ok", true, "detail", result.get(DEADLINE_SECONDS, TimeUnit.SECONDS)));
        } catch (ExecutionException e) {
            e.getCause().printStackTrace();
            say(Map.of("case", name, "ok", false, "detail", firstLine(e.getCause())));
        } catch (TimeoutException e) {
            thread.interrupt();
            say(Map.of("case", name, "ok", false, "detail", "not over after " + DEADLINE_SECONDS + " s"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void complete(CompletableFuture<Object> result, Callable<?> work) {
        try {
            result.complete(work.call());
        } catch (Throwable e) {
            // A case that fails must not take the others with it.
            result.completeExceptionally(e);
        }
    }

    private static String firstLine(Throwable e) {
        return e.toString().lines().findFirst().orElse("");
    }

    private static void say(Map<String, ?> fields) {
        try {
            System.out.println(Serialization.jsonMapper().writeValueAsString(fields));
        } catch (Exception e) {
            // Of one version checked, of another not.
            throw new IllegalStateException(e);
        }
    }
}
