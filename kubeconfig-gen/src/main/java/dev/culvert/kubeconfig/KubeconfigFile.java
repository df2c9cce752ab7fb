package dev.culvert.kubeconfig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A kubeconfig on disk.
 *
 * @param path as the user names it; may be a symbolic link, whose target is then changed
 * @param patience how long to wait for another writer
 */
public record KubeconfigFile(Path path, Duration patience) {
    private static final int MOST_LINKS = 40;

    public KubeconfigFile {
        path = path.toAbsolutePath();
        if (path.getFileName() == null) {
            throw new IllegalArgumentException("the output is a directory");
        }
    }

    /**
     * Changes the file, which is made where there is none, together with its directory. Where this throws the file is as it
     * was.
     *
     * @param change is given the document, and whether it is new
     */
    public void update(Change change) {
        try {
            Files.createDirectories(path.getParent());
            LockFile.whileHeld(path, patience, () -> updateLocked(change));
        } catch (IOException e) {
            throw new KubeconfigException("cannot write " + path + ": " + Failures.reason(e), e);
        }
    }

    /** Does everything that {@link #update} does, but writes nothing, makes nothing and takes no lock. */
    public void rehearse(Change change) {
        try {
            apply(target(), change);
        } catch (IOException e) {
            throw new KubeconfigException("cannot read " + path + ": " + Failures.reason(e), e);
        }
    }

    private void updateLocked(Change change) throws IOException {
        Path target = target();
        if (target.equals(path)) {
            replace(target, change);
        } else {
            Files.createDirectories(target.getParent());
            // Two links to one file: the writers meet at the file.
            LockFile.whileHeld(target, patience, () -> replace(target, change));
        }
    }

    private static void replace(Path target, Change change) throws IOException {
        Kubeconfig after = apply(target, change);
        AtomicFile.write(target, after.render().getBytes(StandardCharsets.UTF_8));
    }

    private static Kubeconfig apply(Path target, Change change) throws IOException {
        boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (exists && !Files.isRegularFile(target)) {
            throw new KubeconfigException(target + " is not a regular file");
        }
        if (exists && !Files.isWritable(target)) {
            throw new KubeconfigException(target + " is read-only");
        }
        String text = exists ? text(target) : "";
        Kubeconfig before = Kubeconfig.parse(text, target.toString());
        return change.apply(before, text.isBlank());
    }

    private static String text(Path file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new KubeconfigException(file + " is not a kubeconfig (no UTF-8 text); it was left as it is", e);
        }
    }

    /** Where the links end, whether or not there is a file. */
    private Path target() throws IOException {
        Path target = path;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new KubeconfigException(path + " is a symbolic link that leads in a circle");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target)).toAbsolutePath();
        }
        return target;
    }

    /** What happens to the document. */
    @FunctionalInterface
    public interface Change {
        Kubeconfig apply(Kubeconfig document, boolean isNew);

        /** A change that is the same for new and old documents. */
        static Change of(UnaryOperator<Kubeconfig> change) {
            return (document, isNew) -> change.apply(document);
        }
    }
}
