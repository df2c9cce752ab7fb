package dev.culvert.system.rig;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this checkout is, and the jars that the build made of it. */
public final class Repository {

    private static final Path ROOT = find();

    private Repository() {}

    public static Path root() {
        return ROOT;
    }

    /** The runnable jar of a module. Fails the test when the build has not made it. */
    public static Path jar(String module) {
        Path jar = ROOT.resolve(module).resolve("target").resolve(module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError("no " + jar + ": run the build first");
        }
        return jar;
    }

    private static Path find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("cluster-proxy")) && Files.isDirectory(at.resolve("gateway"))) {
                return at;
            }
        }
        throw new IllegalStateException("not inside a checkout");
    }
}
