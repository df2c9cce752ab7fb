package dev.culvert.system.kubectl;

import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a whole session said, with what cannot be the same in two sessions masked. */
final class Transcript {

    private static final List<Map.Entry<String, String>> MASKS = List.of(
            Map.entry("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
            Map.entry("app-[0-9a-z]{8,10}(-[0-9a-z]{5})?", "app-HASH"),
            Map.entry("pod-template-hash[=:] ?[0-9a-z]{8,10}", "pod-template-hash=HASH"),
            Map.entry("20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+( \\+0000|Z)?( UTC)?", "TIME"),
            Map.entry("(resourceVersion\"?): ?\"[0-9]+\"", "$1: N"),
            Map.entry("default-token-[0-9a-z]{5}", "default-token-HASH"),
            Map.entry("[0-9a-f]{64}", "CONTAINER"),
            Map.entry("\\b10\\.(244|96)\\.[0-9]+\\.[0-9]+", "ADDRESS"),
            Map.entry("(<invalid>|\\b([0-9]+[dhms])+\\b)", "AGE"),
            Map.entry("(LIVE|MERGED)-[0-9]+", "$1"),
            Map.entry("https://[a-z0-9.]+:[0-9]+(/clusters/[a-z-]+)?", "SERVER"),
            Map.entry("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9: +]+", "TIME"));

    private final List<String> said = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    /** Runs the steps one after the other in a namespace of its own. */
    static Transcript of(Target target, List<Step> steps) {
        Transcript transcript = new Transcript();
        try (Workload workload = Workload.create("session")) {
            workload.pod("talker", "echo first line; echo second line; trap exit TERM; sleep 3600 & wait");
            for (Step step : steps) {
                transcript.add(step, step.run(target, workload.namespace()), workload.namespace());
            }
        }
        return transcript;
    }

    /** The exit code and both streams of a step, masked. */
    String said(int step) {
        return said.get(step);
    }

    Outcome outcome(int step) {
        return outcomes.get(step);
    }

    private void add(Step step, Outcome outcome, String namespace) {
        outcomes.add(outcome);
        String out = step.lastLineOnly() ? lastLine(outcome.out()) : outcome.out();
        said.add("exit %d%nstdout:%n%s%nstderr:%n%s"
                .formatted(outcome.exit(), masked(out, namespace), masked(outcome.err(), namespace)));
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElse("");
    }

    private static String masked(String text, String namespace) {
        String masked = text.replace(namespace, "NAMESPACE");
        for (Map.Entry<String, String> mask : MASKS) {
            masked = masked.replaceAll(mask.getKey(), mask.getValue());
        }
        // Columns are as wide as what stands in them.
        return masked.replaceAll("[ \\t]+", " ");
    }
}
