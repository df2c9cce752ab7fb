package dev.culvert.system.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The directory under target/ that everything of a run is written to: logs stay there for whoever reads a failure. */
public final class Scratch {

    private static final AtomicLong NEXT = new AtomicLong();
    private static final Path ROOT = create(Repository.root()
            .resolve("system-tests/target/system/" + ProcessHandle.current().pid()));

    private Scratch() {}

    /** The name of a file that does not exist yet. */
    public static Path file(String hint) {
        return ROOT.resolve(NEXT.incrementAndGet() + "-" + hint);
    }

    public static Path directory(String name) {
        return create(ROOT.resolve(name));
    }

    private static Path create(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
