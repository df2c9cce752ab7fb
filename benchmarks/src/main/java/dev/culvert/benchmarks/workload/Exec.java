package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.backend.Backend.Pod;
import dev.culvert.benchmarks.load.Kubectl;
import dev.culvert.benchmarks.load.Transfer;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.variant.Route;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code kubectl exec}: how long it takes to start, and how much it carries. */
final class Exec implements Workload {

    private static final int TIMES = 3;
    private static final int MEGABYTES = 64;

    private final Toolbox toolbox;

    Exec(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    @Override
    public String key() {
        return "exec";
    }

    @Override
    public String title() {
        return "kubectl exec";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        return List.of(new Start(), new Output(), new Input());
    }

    private abstract static class InPod implements Trial {
        @Override
        public final boolean suits(Backend backend) {
            return backend.pod().isPresent();
        }

        @Override
        public final boolean suits(Route route) {
            return route.upgrades();
        }
    }

    /** A command that does nothing, kubectl's own start included. */
    private final class Start extends InPod {
        @Override
        public String key() {
            return "start";
        }

        @Override
        public String title() {
            return "Start and end of a command that does nothing";
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            Pod pod = backend.pod().orElseThrow();
            try (Kubectl kubectl = new Kubectl(toolbox, route.endpoint())) {
                double seconds = 0;
                for (int i = 0; i < TIMES; i++) {
                    seconds += kubectl.exec(pod, List.of("true"));
                }
                return new Reading(Map.of(Metric.TIME, seconds * 1000 / TIMES), TIMES, "command");
            }
        }
    }

    /** Standard output, in one direction. */
    private final class Output extends InPod {
        @Override
        public String key() {
            return "output";
        }

        @Override
        public String title() {
            return MEGABYTES + " MiB of output";
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            Pod pod = backend.pod().orElseThrow();
            try (Kubectl kubectl = new Kubectl(toolbox, route.endpoint())) {
                List<String> command = List.of("dd", "if=/dev/zero", "bs=1M", "count=" + MEGABYTES);
                Transfer transfer = new Transfer((long) MEGABYTES << 20, kubectl.exec(pod, command));
                return new Reading(
                        Map.of(Metric.THROUGHPUT, transfer.throughput()), transfer.bytes() / 1e6, "megabyte");
            }
        }
    }

    /** Standard input; the command fails where not all of it came. */
    private final class Input extends InPod {
        @Override
        public String key() {
            return "input";
        }

        @Override
        public String title() {
            return MEGABYTES + " MiB of input";
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            Pod pod = backend.pod().orElseThrow();
            long bytes = (long) MEGABYTES << 20;
            Path input = Files.createTempFile("culvert-exec", ".input");
            try (Kubectl kubectl = new Kubectl(toolbox, route.endpoint())) {
                try (RandomAccessFile zeros = new RandomAccessFile(input.toFile(), "rw")) {
                    zeros.setLength(bytes);
                }
                List<String> command = List.of("sh", "-c", "test \"$(wc -c)\" -eq " + bytes);
                Transfer transfer = new Transfer(bytes, kubectl.exec(pod, command, input));
                return new Reading(
                        Map.of(Metric.THROUGHPUT, transfer.throughput()), transfer.bytes() / 1e6, "megabyte");
            } finally {
                Files.delete(input);
            }
        }
    }
}
