package dev.culvert.kubeconfig;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The lock that kubectl takes before it changes a kubeconfig: whoever creates {@code FILE.lock} holds it until he deletes
 * it. kubectl gives up at once where the file is there; this waits. The convention has nothing to wait on but the file's
 * disappearance, hence the short naps.
 *
 * <p>A holder that was killed leaves the file behind. It is never broken by force: nobody can tell a dead holder from a
 * slow one without a race, so the message names the file instead.
 */
final class LockFile {
    private static final Set<PosixFilePermission> NOTHING = Set.of();
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    private final Path path;
    private final Thread onShutdown = new Thread(this::shutDown, "release-lock");
    // Both guarded by this.
    private boolean held;
    private boolean shuttingDown;

    private LockFile(Path path) {
        this.path = path;
    }

    /** Takes the lock of that file, within that time, does the work, and gives the lock back. */
    static void whileHeld(Path file, Duration patience, Work work) throws IOException {
        LockFile lock = new LockFile(file.resolveSibling(file.getFileName() + ".lock"));
        lock.watchForShutdown();
        try {
            lock.take(file, patience);
            work.run();
        } finally {
            lock.release();
        }
    }

    /** Before the lock is taken: there must be no moment at which the process can end and leave it behind. */
    private void watchForShutdown() {
        try {
            Runtime.getRuntime().addShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            throw new KubeconfigException("interrupted", e);
        }
    }

    private void take(Path file, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (!create()) {
            if (!Instant.now().isBefore(deadline)) {
                throw new KubeconfigException("somebody else is changing " + file + " (" + path
                        + " is there); if no kubectl or kubeconfig-gen is running, delete that file");
            }
            nap();
        }
    }

    private synchronized boolean create() {
        if (shuttingDown) {
            throw new KubeconfigException("interrupted");
        }
        try {
            Files.createFile(path, attributes());
            held = true;
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new KubeconfigException("cannot create the lock " + path + ": " + Failures.reason(e), e);
        }
    }

    private FileAttribute<?>[] attributes() {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(NOTHING)} : new FileAttribute<?>[0];
    }

    private static void nap() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(5, 25));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubeconfigException("interrupted", e);
        }
    }

    private synchronized void release() {
        try {
            if (held) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new KubeconfigException("cannot delete the lock " + path + ": " + Failures.reason(e), e);
        } finally {
            held = false;
            notifyAll();
            if (!shuttingDown) {
                forgetShutdown();
            }
        }
    }

    private void forgetShutdown() {
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException tooLate) {
            // It is about to run, and will find nothing held.
            return;
        }
    }

    /** The change under way goes on while the JVM shuts down: it is waited for, and cut off only where it hangs. */
    private synchronized void shutDown() {
        shuttingDown = true;
        long deadline = System.nanoTime() + SHUTDOWN.toNanos();
        try {
            for (long left = SHUTDOWN.toMillis(); held && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
            if (held) {
                Files.deleteIfExists(path);
            }
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }
}
