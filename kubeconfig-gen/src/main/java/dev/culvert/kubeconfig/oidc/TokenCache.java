package dev.culvert.kubeconfig.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.culvert.kubeconfig.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The tokens of one login, in a file for its owner alone. Of several processes one at a time reads, renews and writes: providers
 * take a refresh token that is used twice for a stolen one.
 */
public final class TokenCache {
    /** Somebody may be logging in meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int LARGEST = 1024 * 1024;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;

    private TokenCache(Path file) {
        this.file = file;
    }

    /** The cache of that login in that directory, which is made, for its owner alone, where it is missing. */
    public static TokenCache of(Path directory, Registration registration) {
        String name = String.join(
                "\n",
                registration.issuer(),
                registration.clientId(),
                String.join(" ", registration.scopes()),
                registration.profile());
        return new TokenCache(directory.resolve(sha256(name) + ".json"));
    }

    /**
     * Does that under the lock.
     *
     * @param renewal is given what is kept, and gives what is to be kept, which may be the same
     */
    Tokens update(Function<Optional<Tokens>, Tokens> renewal) {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try {
            makeDirectory();
            // Held by the process, not by the file: nothing is left behind by one that was killed.
            try (FileChannel channel = FileChannel.open(
                            lock,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                            mode("rw-------"));
                    FileLock held = take(channel)) {
                Optional<Tokens> before = held.isValid() ? read() : Optional.empty();
                Tokens after = renewal.apply(before);
                if (before.filter(after::equals).isEmpty()) {
                    AtomicFile.write(file, render(after).getBytes(StandardCharsets.UTF_8));
                }
                return after;
            }
        } catch (IOException e) {
            throw OidcException.failed("cannot keep the login in " + file + ": " + e.getMessage(), e);
        }
    }

    private void makeDirectory() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent(), mode("rwx------"));
    }

    private FileAttribute<?>[] mode(String permissions) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** The lock has no way to wait for it for a while, hence the short naps. */
    private static FileLock take(FileChannel channel) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException anotherThread) {
                // As if it were another process.
            }
            nap();
        }
        throw new IOException("another process holds it");
    }

    private static void nap() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What cannot be read, or could have been written by others, is as good as nothing: there is a login to replace it. */
    private Optional<Tokens> read() throws IOException {
        try (InputStream in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            return mine() && bytes.length <= LARGEST
                    ? Optional.of(parse(new String(bytes, StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (ParseException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private boolean mine() throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return !posix || OWNER.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static Tokens parse(String text) throws ParseException {
        Map<String, Object> json = JSONObjectUtils.parse(text, LARGEST);
        return new Tokens(
                required(json, "id_token"),
                required(json, "subject"),
                Instant.parse(required(json, "expires")),
                Optional.ofNullable(JSONObjectUtils.getString(json, "refresh_token")));
    }

    private static String required(Map<String, Object> json, String key) throws ParseException {
        String text = JSONObjectUtils.getString(json, key);
        if (text == null) {
            throw new ParseException(key, 0);
        }
        return text;
    }

    private static String render(Tokens tokens) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id_token", tokens.idToken());
        json.put("subject", tokens.subject());
        json.put("expires", tokens.expires().toString());
        tokens.refreshToken().ifPresent(token -> json.put("refresh_token", token));
        return JSONObjectUtils.toJSONString(json);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
