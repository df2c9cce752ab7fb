package dev.culvert.kubeconfig.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where it goes, and how. */
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to change or make; - is --print (default: the file that kubectl would change: from"
                    + " KUBECONFIG, else ~/.kube/config).")
    private @Nullable String file;

    @Option(
            names = "--print",
            description = "Print a new kubeconfig with nothing else in it, secrets included; touch no file.")
    private boolean print;

    @Option(names = "--dry-run", description = "Say what would change, without secrets; touch no file.")
    private boolean dryRun;

    @Option(
            names = "--prune",
            description =
                    "Take out what was once made for this gateway and is not asked for now. Entries of others, and"
                            + " what they refer to, stay.")
    private boolean prune;

    @Option(
            names = "--set-current-context",
            negatable = true,
            description = "Make the first of the clusters the current context, or leave the current context alone"
                    + " (default: only in a file that is new).")
    private @Nullable Boolean setCurrent;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "kubeconfig",
            description = "kubeconfig, or rails: Ruby for config/initializers, for the gem kubeclient; printed unless"
                    + " --output names a file (default: ${DEFAULT-VALUE}).")
    private String format = "";

    @Option(names = "--force", description = "Replace entries of the same name that lead elsewhere.")
    private boolean force;

    @Option(
            names = "--lock-timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait for another writer (default: ${DEFAULT-VALUE}).")
    private int lockTimeout;

    /** Refuses what excludes each other. */
    void check() {
        if (lockTimeout < 0) {
            throw new IllegalArgumentException("--lock-timeout is negative");
        }
        if (file != null && file.isEmpty()) {
            throw new IllegalArgumentException("--output is empty");
        }
        if (!format.equals("kubeconfig") && !rails()) {
            throw new IllegalArgumentException("--format is kubeconfig or rails");
        }
        if (rails() && (prune || dryRun || setCurrent != null)) {
            throw new IllegalArgumentException(
                    "--format rails has neither --prune nor --dry-run nor --set-current-context: it is written as a whole");
        }
        if (print && file != null && !file.equals("-")) {
            throw new IllegalArgumentException("--print and --output exclude each other");
        }
        if (prints() && (prune || dryRun)) {
            throw new IllegalArgumentException("--print needs neither --prune nor --dry-run: it starts from nothing");
        }
    }

    boolean rails() {
        return format.equals("rails");
    }

    boolean prints() {
        return print || "-".equals(file);
    }

    /** The file that was named; empty where none was. */
    Optional<Path> file() {
        return Optional.ofNullable(file).map(Path::of);
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean prune() {
        return prune;
    }

    boolean force() {
        return force;
    }

    /** Whether the current context is to be set. */
    boolean setCurrent(boolean isNew) {
        return setCurrent == null ? isNew : setCurrent;
    }

    Duration patience() {
        return Duration.ofSeconds(lockTimeout);
    }
}
