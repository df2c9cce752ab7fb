package dev.culvert.benchmarks.load;

import dev.culvert.benchmarks.backend.Backend.Pod;
import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** kubectl with a kubeconfig for one endpoint, which goes when this is closed. */
public final class Kubectl implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final String program;
    private final Path kubeconfig;

    public Kubectl(Toolbox toolbox, Endpoint endpoint) throws IOException {
        program = toolbox.require("kubectl");
        kubeconfig = Files.createTempFile("culvert-kubectl", ".kubeconfig");
        KubeconfigWriter.write(
                kubeconfig,
                "benchmarks",
                endpoint.base(),
                Files.readString(endpoint.authority()),
                endpoint.token().orElse(""));
    }

    /**
     * Runs a command in a pod and throws its output away.
     *
     * @return seconds from kubectl's start to its end
     * @throws IllegalStateException when it fails
     */
    public double exec(Pod pod, List<String> command) {
        return exec(pod, List.of(), command, Command.NOTHING);
    }

    /** The same, with that file as the command's standard input. */
    public double exec(Pod pod, List<String> command, Path input) {
        return exec(pod, List.of("--stdin"), command, input);
    }

    private double exec(Pod pod, List<String> options, List<String> command, Path input) {
        List<String> line = new ArrayList<>(
                List.of(program, "--kubeconfig=" + kubeconfig, "--namespace=" + pod.namespace(), "exec", pod.name()));
        line.addAll(options);
        line.add("--");
        line.addAll(command);
        long start = System.nanoTime();
        Command.runSilently(line, Map.of(), DEADLINE, input);
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() throws IOException {
        Files.delete(kubeconfig);
    }
}
