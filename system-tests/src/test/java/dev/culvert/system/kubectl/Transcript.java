package dev.culvert.system.kubectl;

import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a whole session said, with what cannot be the same in two sessions masked. */
public final class Transcript {

    private static final List<Map.Entry<String, String>> MASKS = List.of(
            Map.entry("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
            Map.entry("eyJ[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]+", "TOKEN"),
            Map.entry("\\bapp-[0-9a-z]{8,10}(-[0-9a-z]{5})?\\b", "app-HASH"),
            Map.entry("\\b(job|finished|robot-token)-[0-9a-z]{5}\\b", "$1-HASH"),
            Map.entry("pod-template-hash[=:] ?[0-9a-z]{8,10}", "pod-template-hash=HASH"),
            Map.entry("20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+( \\+0000|Z)?( UTC)?", "TIME"),
            Map.entry("(resourceVersion\"?): ?\"[0-9]+\"", "$1: N"),
            Map.entry("default-token-[0-9a-z]{5}", "default-token-HASH"),
            Map.entry("kube-api-access-[0-9a-z]{5}", "kube-api-access-HASH"),
            Map.entry("(?m)^([IWE])[0-9]{4} [0-9:.]+ +[0-9]+ ", "$1 "),
            // kubectl cp ends with its data, and does not wait for what tar has to say.
            Map.entry("(?m)^tar: .*\\R", ""),
            Map.entry("[0-9a-f]{64}", "CONTAINER"),
            Map.entry("\\(request [0-9a-f]{32}\\)", "(request ID)"),
            Map.entry("https://[a-z0-9.-]+:[0-9]+(/clusters/[a-z-]+)?", "SERVER"),
            Map.entry("\\b127\\.0\\.0\\.1:[0-9]+|\\[::1\\]:[0-9]+|(?<=(forwarding|connection for) )[0-9]+", "PORT"),
            Map.entry("\\b10\\.(244|96)\\.[0-9]+\\.[0-9]+", "ADDRESS"),
            Map.entry("(<invalid>|\\b([0-9]+[dhms])+\\b)", "AGE"),
            Map.entry("(LIVE|MERGED)-[0-9]+", "$1"),
            Map.entry("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9: +]+", "TIME"));

    private final List<String> said = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    /** Runs the steps one after the other in a namespace of its own. */
    public static Transcript of(Kubectl kubectl, List<Step> steps) {
        Transcript transcript = new Transcript();
        try (Workload workload = Workload.create("session")) {
            Session session = new Session(workload.namespace(), Scratch.directory(workload.namespace()));
            workload.pod("talker", "echo first line; echo second line; trap exit TERM; sleep 3600 & wait");
            for (Step step : steps) {
                transcript.add(step, step.run(kubectl, session), session);
            }
        }
        return transcript;
    }

    /** The exit code and both streams of a step, masked. */
    public String said(int step) {
        return said.get(step);
    }

    public Outcome outcome(int step) {
        return outcomes.get(step);
    }

    private void add(Step step, Outcome outcome, Session session) {
        outcomes.add(outcome);
        String out = step.lastLineOnly() ? lastLine(outcome.out()) : outcome.out();
        said.add("exit %d%nstdout:%n%s%nstderr:%n%s"
                .formatted(outcome.exit(), masked(session.mask(out)), masked(session.mask(outcome.err()))));
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElse("");
    }

    private static String masked(String text) {
        String masked = text;
        for (Map.Entry<String, String> mask : MASKS) {
            masked = masked.replaceAll(mask.getKey(), mask.getValue());
        }
        // Columns are as wide as what stands in them.
        return masked.replaceAll("[ \\t]+", " ");
    }
}
