package dev.culvert.clusters;

import dev.culvert.clusters.certificates.IssuedCertificate;
import dev.culvert.clusters.kubeconfig.Kubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cluster that is already there, named by a kubeconfig. Closing the handle leaves the cluster as it is: tests work in
 * namespaces of their own and remove them.
 */
public final class RealCluster implements TestCluster {
    private static final String VARIABLE = "CULVERT_TEST_KUBECONFIG";
    private static final String PROPERTY = "culvert.test.kubeconfig";
    private static final String CONTEXT_VARIABLE = "CULVERT_TEST_CONTEXT";
    private static final String CONTEXT_PROPERTY = "culvert.test.context";

    private final ClusterAccess access;
    private final Path kubeconfig;
    private final String context;
    private final Optional<Path> temporary;

    private RealCluster(ClusterAccess access, Path kubeconfig, String context, Optional<Path> temporary) {
        this.access = access;
        this.kubeconfig = kubeconfig;
        this.context = context;
        this.temporary = temporary;
    }

    /**
     * A handle on one context of a kubeconfig.
     *
     * @param context empty: the current one; for another, {@link #kubeconfig()} is a private copy that makes it current
     * @throws IllegalArgumentException when the kubeconfig does not say where and how
     */
    public static RealCluster fromKubeconfig(Path file, Optional<String> context) {
        Kubeconfig config = Kubeconfig.read(file, context);
        Optional<IssuedCertificate> certificate = config.clientCertificate()
                .flatMap(pem -> config.clientKey().map(key -> new IssuedCertificate(pem, key)));
        ClusterAccess access = new ClusterAccess(
                URI.create(config.server()), config.certificateAuthority(), config.token(), certificate);
        if (config.isCurrent()) {
            return new RealCluster(access, file, config.context(), Optional.empty());
        }
        Path copy = newFile();
        config.writeCurrent(copy);
        return new RealCluster(access, copy, config.context(), Optional.of(copy));
    }

    /** The cluster that the system property or the environment names, if one does. */
    public static Optional<RealCluster> configured() {
        return setting(PROPERTY, VARIABLE)
                .map(file -> fromKubeconfig(Path.of(file), setting(CONTEXT_PROPERTY, CONTEXT_VARIABLE)));
    }

    /** How to name a real cluster, for messages. */
    public static String howToConfigure() {
        return "set %s (or -D%s) to a kubeconfig of a real cluster".formatted(VARIABLE, PROPERTY);
    }

    @Override
    public URI server() {
        return access.server();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public ClusterAccess access() {
        return access;
    }

    @Override
    public String describe() {
        return "the cluster at %s (context %s)".formatted(server(), context);
    }

    @Override
    public boolean real() {
        return true;
    }

    @Override
    public void close() {
        temporary.ifPresent(RealCluster::delete);
    }

    private static Optional<String> setting(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(value -> !value.isBlank());
    }

    private static Path newFile() {
        try {
            return Files.createTempFile("culvert-real", ".kubeconfig");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
