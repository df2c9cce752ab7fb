package dev.culvert.kubeconfig;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Where kubectl keeps its kubeconfig. */
public final class DefaultLocation {
    private DefaultLocation() {}

    /**
     * The file that {@code kubectl config} would change: the first in {@code KUBECONFIG} that exists, else the last one named
     * there; {@code ~/.kube/config} where the variable is empty.
     *
     * @param environment gives a variable's value; empty where it is not set
     */
    public static Path of(UnaryOperator<String> environment) {
        List<Path> named = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(environment.apply("KUBECONFIG"))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
        if (named.isEmpty()) {
            String home = environment.apply("HOME");
            return Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".kube", "config");
        }
        return named.stream().filter(Files::exists).findFirst().orElse(named.get(named.size() - 1));
    }
}
