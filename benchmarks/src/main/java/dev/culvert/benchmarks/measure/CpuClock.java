package dev.culvert.benchmarks.measure;

import dev.culvert.benchmarks.process.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time as Linux counts it, in hundredths of a second: of processes with all their threads and children, of this process
 * with the commands that it ran, and of the whole machine.
 */
public final class CpuClock {

    // What Linux gives to programs on every platform that the JDK runs on.
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER = 11;
    private static final int FIELDS_WITH_CHILDREN = 4;
    private static final int FIELDS_OF_ITS_OWN = 2;
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STOLEN = 7;

    private final Map<String, Double> daemons;
    private final double backend;
    private final double self;
    private final double machine;

    private CpuClock(Map<String, Double> daemons, double backend, double self, double machine) {
        this.daemons = daemons;
        this.backend = backend;
        this.self = self;
        this.machine = machine;
    }

    /**
     * Reads it now.
     *
     * @param between the processes between caller and backend
     * @param backend the backend's own
     */
    public static CpuClock read(Collection<Daemon> between, Collection<Daemon> backend) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        between.forEach(daemon -> seconds.merge(daemon.name(), ofDaemon(daemon), Double::sum));
        double behind = backend.stream().mapToDouble(CpuClock::ofDaemon).sum();
        return new CpuClock(seconds, behind, ofProcess("self", FIELDS_WITH_CHILDREN), ofMachine());
    }

    /** What has passed since an earlier reading of the same processes. */
    public CpuUse since(CpuClock before) {
        Map<String, Double> used = new LinkedHashMap<>();
        daemons.forEach((name, seconds) -> used.put(name, seconds - before.daemons.getOrDefault(name, 0.0)));
        CpuUse known = new CpuUse(used, backend - before.backend, 0);
        double others = machine - before.machine - known.between() - known.backend() - (self - before.self);
        return new CpuUse(used, known.backend(), Math.max(0, others));
    }

    private static double ofDaemon(Daemon daemon) {
        return daemon.family()
                .mapToDouble(process -> ofProcess(Long.toString(process.pid()), FIELDS_OF_ITS_OWN))
                .sum();
    }

    private static double ofProcess(String id, int fields) {
        try {
            String stat = Files.readString(Path.of("/proc", id, "stat"));
            // The name in parentheses may hold blanks.
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = 0;
            for (int i = 0; i < fields; i++) {
                ticks += Long.parseLong(words[USER + i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double ofMachine() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
            String[] words = lines.get(0).split(" +", -1);
            double ticks = 0;
            for (int i = 0; i <= STOLEN; i++) {
                if (i != IDLE && i != WAITING) {
                    ticks += Long.parseLong(words[i + 1]);
                }
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
