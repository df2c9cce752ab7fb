package dev.culvert.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run was measured on.
 *
 * @param processor its model's name
 * @param processors how many there are
 * @param memory bytes
 * @param system kernel and architecture
 * @param java of the gateway, the agent and the plain proxies
 * @param load one-minute load average at the start
 */
public record Machine(String processor, int processors, long memory, String system, String java, double load) {

    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.*)$");
    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB$");

    /** Reads it now. */
    public static Machine here() throws IOException {
        String memory = first(MEMORY, Files.readString(Path.of("/proc/meminfo")), "0");
        return new Machine(
                first(MODEL, Files.readString(Path.of("/proc/cpuinfo")), "an unnamed processor"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(memory) * 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]));
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}
