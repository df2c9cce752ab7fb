package dev.culvert.system.kubectl;

import java.util.ArrayList;
import java.util.List;

/** Steps in the order in which they are taken. */
final class Script {

    private final List<Step> steps = new ArrayList<>();

    List<Step> steps() {
        return steps;
    }

    void run(int exit, String line) {
        steps.add(Step.of(exit, line));
    }

    void run(int exit, String line, String input) {
        steps.add(Step.of(exit, line).input(input));
    }

    void add(Step step) {
        steps.add(step);
    }

    /** By WebSocket, then by SPDY. A kubectl that knows no WebSockets takes SPDY twice. */
    void onBothTransports(Step step) {
        steps.add(step);
        steps.add(step.spdy());
    }
}
