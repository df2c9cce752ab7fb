package dev.culvert.benchmarks.measure;

import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of a process, as Linux and its JVM count it.
 *
 * @param resident bytes in memory
 * @param proportional the same, with pages that others use, too, divided by their number
 * @param live bytes of objects on the heap that a full collection left
 */
public record Memory(long resident, long proportional, long live) {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Pattern RESIDENT = Pattern.compile("(?m)^Rss:\\s+(\\d+) kB");
    private static final Pattern PROPORTIONAL = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

    // A line for each generation, or one for G1. Names and spaces differ between JDK 17 and 25, which splits
    // G1's total in two as well; what is used of them is only here (metaspace has no total).
    private static final Pattern HEAP =
            Pattern.compile("(?m)^ ?\\w[\\w -]*? +total (?:\\d+K|reserved \\d+K, committed \\d+K), used (\\d+)K");

    /**
     * Has a JVM collect its garbage, and reads its memory then.
     *
     * @throws IllegalStateException when the JVM does not answer
     */
    public static Memory collected(Daemon daemon) {
        // The second takes what the first has made free to go.
        jcmd(daemon, "GC.run");
        jcmd(daemon, "GC.run");
        long live = live(jcmd(daemon, "GC.heap_info"));
        Memory now = asItIs(daemon);
        return new Memory(now.resident(), now.proportional(), live);
    }

    /** Reads a process' memory without touching it; nothing is known of its objects then. */
    public static Memory asItIs(Daemon daemon) {
        try {
            String rollup = Files.readString(Path.of("/proc", Long.toString(daemon.pid()), "smaps_rollup"));
            return new Memory(1024 * first(RESIDENT, rollup), 1024 * first(PROPORTIONAL, rollup), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code GC.heap_info} says is used of all the heap's generations. */
    static long live(String heapInfo) {
        Matcher used = HEAP.matcher(heapInfo);
        long kibibytes = 0;
        boolean any = false;
        while (used.find()) {
            kibibytes += Long.parseLong(used.group(1));
            any = true;
        }
        if (!any) {
            throw new IllegalStateException("no heap that is known: " + heapInfo);
        }
        return 1024 * kibibytes;
    }

    private static String jcmd(Daemon daemon, String command) {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.run(List.of(program, Long.toString(daemon.pid()), command), Map.of(), DEADLINE);
    }

    private static long first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
