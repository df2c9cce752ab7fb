package dev.culvert.gateway.setup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Writes files that only their owner can read, from their first byte on. Each appears at once and whole, in the order of the
 * map, so that what names the others comes last.
 */
public final class SecretFiles {
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private SecretFiles() {}

    /**
     * Writes the files into the directory, which is made where it is missing.
     *
     * @param overwrite whether files that are there are replaced; else one that is there is a
     *     {@link FileAlreadyExistsException} before anything is written
     */
    public static void write(Path directory, Map<String, String> files, boolean overwrite) throws IOException {
        if (!overwrite) {
            for (String name : files.keySet()) {
                Path file = directory.resolve(name);
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileAlreadyExistsException(file.toString());
                }
            }
        }
        if (!Files.isDirectory(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(directory, OWNER_DIRECTORY);
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(directory, file.getKey(), file.getValue());
        }
    }

    private static void write(Path directory, String name, String content) throws IOException {
        Path temporary = Files.createTempFile(directory, "." + name, ".new", OWNER_FILE);
        try {
            Files.writeString(temporary, content);
            Files.move(
                    temporary,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
