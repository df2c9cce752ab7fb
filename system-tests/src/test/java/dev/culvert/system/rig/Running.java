package dev.culvert.system.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A command that runs. Closing it kills it, should it still run, and deletes what it wrote. */
public final class Running implements AutoCloseable {

    private final String command;
    private final Process process;
    private final OutputStream input;
    private final Path out;
    private final Path err;

    Running(String command, Process process, OutputStream input, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.input = input;
        this.out = out;
        this.err = err;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    public String out() {
        return new String(read(out), StandardCharsets.UTF_8);
    }

    public String err() {
        return new String(read(err), StandardCharsets.UTF_8);
    }

    public long outBytes() {
        try {
            return Files.size(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String text) {
        try {
            input.write(text.getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void closeInput() {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the output so far contains the text; the command may end before. */
    public Running awaitOut(String text, Duration time) {
        await(command + " says " + text)
                .atMost(time)
                .pollInterval(Duration.ofMillis(20))
                .failFast("ended without it", () -> !process.isAlive() && !out().contains(text))
                .until(() -> out().contains(text));
        return this;
    }

    /** Waits for the end. Fails the test when the time passes first. */
    public Outcome awaitEnd(Duration time) {
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new AssertionError("not over after " + time + ": " + outcome(-1));
            }
            return outcome(process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** SIGTERM, as an operator would. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL to the process and to what it started. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome outcome(int exit) {
        return new Outcome(command, exit, read(out), read(err));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
