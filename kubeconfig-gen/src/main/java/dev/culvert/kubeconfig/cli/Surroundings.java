package dev.culvert.kubeconfig.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What the command sees of its process.
 *
 * @param environment gives a variable's value; empty where it is not set
 * @param command by which clients can run this program
 */
record Surroundings(
        UnaryOperator<String> environment, String command, InputStream in, PrintWriter out, PrintWriter err) {
    Path home() {
        String home = environment.apply("HOME");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }

    /** Where logins are kept. */
    Path logins() {
        String cache = environment.apply("XDG_CACHE_HOME");
        Path root = cache.isEmpty() ? home().resolve(".cache") : Path.of(cache);
        return root.resolve("culvert").resolve("oidc");
    }

    void warn(String text) {
        err.println("kubeconfig-gen: warning: " + text);
    }

    void warnExpired(String certificate) {
        warn("the certificate of " + certificate + " has expired");
    }
}
