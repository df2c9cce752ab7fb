package dev.culvert.gateway.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The authorized requests that are under way. Any thread. */
final class UnderWay {
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    void add(Call call) {
        calls.add(call);
    }

    void remove(Call call) {
        calls.remove(call);
    }

    /** Calls the action for each, on the call's own event loop, unless it is over by then. */
    void forEach(Consumer<Call> action) {
        calls.forEach(call -> call.context.runOnContext(ignored -> {
            if (calls.contains(call)) {
                action.accept(call);
            }
        }));
    }
}
