package dev.culvert.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Programs that are not ours: those that {@code benchmarks/install} unpacked into a cache, and otherwise those of this machine; and
 * the peers that {@code benchmarks/peers/build} made.
 */
public final class Toolbox {

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d[\\w.]*");
    private static final List<String> FOLDERS = List.of("usr/bin", "usr/sbin", "bin", "sbin");

    private final Path unpacked;
    private final Path peers;
    private final List<Path> path;

    private Toolbox(Path unpacked, Path peers, List<Path> path) {
        this.unpacked = unpacked;
        this.peers = peers;
        this.path = path;
    }

    /** @param cache the directory that {@code benchmarks/install} and {@code benchmarks/peers/build} filled; may be missing */
    public static Toolbox in(Path cache) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        Stream<String> folders = Stream.concat(
                Stream.of(path.split(File.pathSeparator, -1)), Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin"));
        return new Toolbox(
                cache.resolve("debian"),
                cache.resolve("peers"),
                folders.map(Path::of).toList());
    }

    /** Where a program is; empty when it is nowhere. */
    public Optional<Path> find(String program) {
        Stream<Path> ours = FOLDERS.stream().map(unpacked::resolve);
        return Stream.concat(ours, path.stream())
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @throws IllegalStateException when it is nowhere */
    public String require(String program) {
        return find(program)
                .orElseThrow(() -> new IllegalStateException("no " + program + ": run benchmarks/install"))
                .toString();
    }

    /**
     * The version that a program says it is of; empty when it is nowhere, or says none.
     *
     * @param option that makes it say so
     */
    public Optional<String> version(String program, String option) {
        if (find(program).isEmpty()) {
            return Optional.empty();
        }
        // Some say it on the one stream, some on the other.
        String said = Command.run(
                List.of("sh", "-c", "\"$0\" \"$1\" 2>&1", require(program), option),
                environment(program),
                Duration.ofSeconds(10));
        Matcher version = VERSION.matcher(said);
        return version.find() ? Optional.of(version.group()) : Optional.empty();
    }

    /** Why a peer could not be built, in a line; empty when nobody tried, or it was built. */
    public Optional<String> peerFailure(String peer) {
        try {
            return Optional.of(Files.readString(peers.resolve(peer + ".failed")).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A peer's version, {@code v1.2.3}; empty when it was not built. */
    public Optional<String> peerVersion(String peer) {
        try {
            // The link that names the version built last.
            String built = peers.resolve(peer).toRealPath().getFileName().toString();
            return Optional.of(built.substring(peer.length() + 1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Where a program of a peer is.
     *
     * @throws IllegalStateException when it is nowhere
     */
    public String requirePeer(String peer, String program) {
        Path built = peers.resolve(peer).resolve(program);
        if (!Files.isExecutable(built)) {
            throw new IllegalStateException("no " + program + " of " + peer + ": run benchmarks/peers/build");
        }
        return built.toString();
    }

    /** What a program needs in its environment to find its libraries. */
    public Map<String, String> environment(String program) {
        boolean ours = find(program).filter(found -> found.startsWith(unpacked)).isPresent();
        return ours ? Map.of("LD_LIBRARY_PATH", libraries()) : Map.of();
    }

    private String libraries() {
        String architecture = System.getProperty("os.arch", "amd64").equals("aarch64") ? "aarch64" : "x86_64";
        String folder = "lib/" + architecture + "-linux-gnu";
        return unpacked.resolve("usr").resolve(folder) + File.pathSeparator + unpacked.resolve(folder);
    }
}
