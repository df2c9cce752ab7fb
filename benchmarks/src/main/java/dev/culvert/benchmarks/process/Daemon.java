package dev.culvert.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A long-running process, its output in a file, stopped by its id, and at the end of this process at the latest. */
public final class Daemon implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final int LINES_OF_LOG = 20;

    // What this process is interrupted in would go on for ever.
    private static final Set<Daemon> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Daemon::close), "daemons"));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private Daemon(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it without waiting for it.
     *
     * @param name what the report calls it
     * @param environment is added to ours, less what configures Culvert or kubectl
     * @param log is appended to
     * @throws UncheckedIOException when the program cannot be started
     */
    public static Daemon start(String name, List<String> line, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(key -> key.equals("KUBECONFIG") || key.startsWith("CULVERT_"));
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Daemon daemon = new Daemon(name, builder.start(), log);
            RUNNING.add(daemon);
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until somebody listens there. Stops the process where it fails.
     *
     * @throws IllegalStateException when the process ends before, with the end of its log
     * @throws org.awaitility.core.ConditionTimeoutException after a minute
     */
    public Daemon awaitListening(String host, int port) {
        return await(() -> listens(host, port));
    }

    /** Waits until a GET is answered 200; fails as {@link #awaitListening} does. */
    public Daemon awaitReady(URI ready) {
        return await(() -> answers(ready));
    }

    /** Waits until the log has this text; fails as {@link #awaitListening} does. */
    public Daemon awaitLog(String text) {
        return awaitLog(text, START);
    }

    /** The same with another time than a minute. */
    public Daemon awaitLog(String text, Duration patience) {
        return await(() -> Files.readString(log).contains(text), patience);
    }

    /** What it has said so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /** This process and those that it started and that still run. */
    public Stream<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** Whether it is a JVM; a process that has ended is none. */
    public boolean isJvm() {
        return process.info()
                .command()
                .filter(command -> Path.of(command).endsWith("java"))
                .isPresent();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** SIGTERM, then, after a while, SIGKILL; what it started ends with it. */
    @Override
    public void close() {
        List<ProcessHandle> family = family().toList();
        process.destroy();
        if (!ended(Duration.ofSeconds(15))) {
            process.destroyForcibly();
            ended(Duration.ofSeconds(10));
        }
        family.forEach(ProcessHandle::destroyForcibly);
        RUNNING.remove(this);
    }

    @Override
    public String toString() {
        return name + " (" + process.pid() + ")";
    }

    private Daemon await(Callable<Boolean> condition) {
        return await(condition, START);
    }

    private Daemon await(Callable<Boolean> condition, Duration patience) {
        try {
            Awaitility.await(name + " is ready, see " + log)
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast(this::failIfEnded)
                    .until(condition);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void failIfEnded() throws IOException {
        if (!process.isAlive()) {
            List<String> lines = Files.readAllLines(log);
            String end = String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
            throw new IllegalStateException(name + " ended with " + process.exitValue() + ":\n" + end);
        }
    }

    private boolean ended(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean answers(URI ready) {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
