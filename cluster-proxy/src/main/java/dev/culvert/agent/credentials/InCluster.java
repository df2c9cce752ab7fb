package dev.culvert.agent.credentials;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pod's service account, in the places where Kubernetes puts it. */
public final class InCluster implements AccessSource {
    private static final Path DIRECTORY = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Function<String, @Nullable String> environment;
    private final Path directory;

    public InCluster(Function<String, @Nullable String> environment) {
        this(environment, DIRECTORY);
    }

    public InCluster(Function<String, @Nullable String> environment, Path directory) {
        this.environment = environment;
        this.directory = directory;
    }

    @Override
    public ApiAccess read() {
        String host = environment.apply("KUBERNETES_SERVICE_HOST");
        String port = environment.apply("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new CredentialsException("not in a pod (KUBERNETES_SERVICE_HOST is not set): give --kubeconfig");
        }
        ApiServer server = new ApiServer(host, number(port), "");
        String token = SecretFiles.read("the service account's token", directory.resolve("token"));
        String authorities = SecretFiles.read("the cluster's certificate authority", directory.resolve("ca.crt"));
        return new ApiAccess(server, new ApiTls(host, authorities, false, null, null), token.strip());
    }

    @Override
    public String description() {
        return "the pod's service account";
    }

    private static int number(String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new CredentialsException("KUBERNETES_SERVICE_PORT is not a number");
        }
    }
}
