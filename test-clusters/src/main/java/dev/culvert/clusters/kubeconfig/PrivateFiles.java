package dev.culvert.clusters.kubeconfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read, from their first byte on. */
final class PrivateFiles {
    private PrivateFiles() {}

    /** Writes beside the target and moves into place, so that nobody sees half a file. */
    static void write(Path target, byte[] content) {
        Path absolute = target.toAbsolutePath();
        try {
            Path parent = absolute.getParent();
            if (parent == null) {
                throw new IllegalArgumentException("not a file: " + target);
            }
            Path beside = Files.createTempFile(
                    parent,
                    ".kubeconfig",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(beside, content);
            Files.move(beside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
