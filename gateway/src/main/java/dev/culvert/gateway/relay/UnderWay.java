package dev.culvert.gateway.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The authorized requests that are under way. Any thread. */
final class UnderWay {
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final AtomicLong reviews = new AtomicLong();

    /** How often all were looked at. Where that is more after a request was added than when it began, it may have been missed. */
    long reviews() {
        return reviews.get();
    }

    void add(Call call) {
        calls.add(call);
    }

    void remove(Call call) {
        calls.remove(call);
    }

    /** Calls the action for each, on the call's own event loop, unless it is over by then. */
    void review(Consumer<Call> action) {
        reviews.incrementAndGet();
        forEach(call -> true, action);
    }

    /**
     * The same for some of them alone.
     *
     * @param which is called here and now
     */
    void forEach(Predicate<Call> which, Consumer<Call> action) {
        calls.stream()
                .filter(which)
                .forEach(call -> call.context.runOnContext(ignored -> {
                    if (calls.contains(call)) {
                        action.accept(call);
                    }
                }));
    }
}
