package dev.culvert.agent.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Small text files that may hold secrets: what is wrong with one is said without its content. */
final class SecretFiles {
    private static final long MAX_BYTES = 4 * 1024 * 1024;

    private SecretFiles() {}

    static String read(String what, Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CredentialsException(what + " is larger than 4 MiB: " + file);
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new CredentialsException(what + ": no such file: " + file);
        } catch (IOException e) {
            throw new CredentialsException(what + ": cannot be read: " + file);
        }
    }
}
