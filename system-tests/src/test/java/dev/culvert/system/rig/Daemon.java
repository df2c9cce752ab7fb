package dev.culvert.system.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A long-running process: mostly of ours and started from its jar, its log appended to one file, stopped by its pid. */
public final class Daemon implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final String name;
    private final List<String> line;
    private final Map<String, String> environment;
    private final URL ready;
    private final Path log;
    private Process process;

    private Daemon(
            String name, List<String> line, Map<String, String> environment, URL ready, Path log, Process process) {
        this.name = name;
        this.line = line;
        this.environment = environment;
        this.ready = ready;
        this.log = log;
        this.process = process;
    }

    /** Starts it without waiting for it. */
    public static Daemon start(String name, List<String> line, Map<String, String> environment, URI ready) {
        try {
            Path log = Scratch.file(name + ".log");
            return new Daemon(name, line, environment, ready.toURL(), log, launch(line, environment, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the ready address answers 200. Fails the test with the log when the process ends before. */
    public Daemon awaitReady() {
        await(name + " is ready")
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + log());
                    }
                })
                .until(this::answers);
        return this;
    }

    public boolean isReady() {
        return answers();
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    public Path logFile() {
        return log;
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: the process has no chance to say goodbye. */
    public void kill() {
        process.destroyForcibly();
        end(Duration.ofSeconds(10));
    }

    /** Starts it again after its end, with the same command line and log. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException(name + " still runs");
        }
        try {
            process = launch(line, environment, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    /** SIGTERM, then, after a while, SIGKILL. */
    @Override
    public void close() {
        process.destroy();
        if (!end(Duration.ofSeconds(15))) {
            kill();
        }
    }

    /** Open file descriptors, sockets among them. */
    public long descriptors() {
        try (Stream<Path> list = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
            return list.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory in bytes. */
    public long resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
            return lines.filter(text -> text.startsWith("VmRSS:"))
                    .mapToLong(text -> Long.parseLong(text.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of live heap, after a full collection. */
    public long liveHeap() {
        String histogram = Command.of(jcmd(), Long.toString(pid()), "GC.class_histogram")
                .run()
                .orFail()
                .out();
        String total = histogram
                .lines()
                .filter(text -> text.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.trim().split("\\s+", -1)[2]);
    }

    private boolean end(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process launch(List<String> line, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.equals("KUBECONFIG") || name.startsWith("CULVERT_"));
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    @Override
    public String toString() {
        return name + " (" + process.pid() + ")";
    }
}
