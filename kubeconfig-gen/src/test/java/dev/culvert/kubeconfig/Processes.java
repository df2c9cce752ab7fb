package dev.culvert.kubeconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other processes that a test needs: a JVM with the tests' class path, and kubectl. */
final class Processes {
    private Processes() {}

    static Process merging(Path file, String prefix, int times) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MergeForever.class.getName(),
                        file.toString(),
                        prefix,
                        Integer.toString(times))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Whether there is a kubectl; says so on standard output where there is none. */
    static boolean kubectlIsThere(String test) {
        try {
            return run(Path.of("/"), "kubectl", "version", "--client").exitCode() == 0;
        } catch (IOException e) {
            System.out.println("SKIPPED " + test + ": no kubectl on the path");
            return false;
        }
    }

    static Result run(Path kubeconfig, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("still running: " + List.of(command));
            }
            return new Result(process.exitValue(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + "-" + i);
        }
        return names;
    }

    record Result(int exitCode, String output) {}
}
