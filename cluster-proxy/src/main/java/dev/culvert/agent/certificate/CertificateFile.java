package dev.culvert.agent.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where key and certificate outlive the process: a file for its owner only. Blocks. */
final class CertificateFile {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFile.class);
    private static final long MAX_BYTES = 64 * 1024;

    private final Path file;

    CertificateFile(Path file) {
        this.file = file;
    }

    /** What was kept for that token; empty where there is nothing of use. With another token the agent may be another's. */
    Optional<AgentKey> load(String token) {
        try {
            String pem = Files.size(file) > MAX_BYTES ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
            return pem.startsWith(mark(token)) ? Optional.of(AgentKey.read(pem)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.getMessage())
                    .log("The certificate that was kept cannot be used, another one is asked for");
            return Optional.empty();
        }
    }

    /** Keeps it in the place of what is there. Fails with a log entry: a certificate that is not kept is one for this process. */
    void keep(AgentKey key, String token) {
        try {
            Path temporary = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    ".agent",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(temporary, mark(token) + key.pem(), StandardCharsets.ISO_8859_1);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.toString())
                    .log("The certificate cannot be kept");
        }
    }

    private static String mark(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("certificate for " + token).getBytes(StandardCharsets.UTF_8));
            return "For the token " + HexFormat.of().formatHex(digest, 0, 16) + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
