package dev.culvert.system.clients;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where clients are installed: outside the checkout, so that neither a clean build nor another checkout installs them again.
 * A directory is named after what the client's scripts and manifests say, and counts only when its installation finished.
 */
public final class Installed {

    /** Helm has to be compiled, with all of client-go. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final String FINISHED = "installed";

    private Installed() {}

    /** The client's directory; empty, with a line that says why, when it cannot be installed here. */
    static Optional<Path> of(Client client) {
        return of(client.key(), client.scripts(), client::install);
    }

    /**
     * The same for anything else.
     *
     * @param scripts the directory with what decides what is installed
     * @param install the command that installs into a directory
     */
    public static Optional<Path> of(String key, Path scripts, Function<Path, Command> install) {
        Path home = cache().resolve(key + "-" + fingerprint(scripts));
        if (Files.exists(home.resolve(FINISHED))) {
            return Optional.of(home);
        }
        Outcome outcome = install.apply(home).within(PATIENCE).run();
        if (outcome.exit() != 0) {
            System.out.println("SKIPPED " + key + ": it cannot be installed here: " + lastLine(outcome.err()));
            return Optional.empty();
        }
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve(FINISHED), "");
            return Optional.of(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path root = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return root.resolve("culvert-clients");
    }

    private static String fingerprint(Path scripts) {
        try (Stream<Path> files = Files.walk(scripts)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files.filter(Installed::decides).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What of a client's directory decides what is installed; programs in Java and Go are compiled at installation. */
    private static boolean decides(Path file) {
        String name = file.getFileName().toString();
        return name.equals("install")
                || name.equals("requirements.txt")
                || name.equals("package.json")
                || name.equals("pom.xml")
                || name.equals("go.mod")
                || name.equals("go.sum")
                || name.endsWith(".java")
                || name.endsWith(".go");
    }

    private static String lastLine(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("it does not say why");
    }
}
