package dev.culvert.benchmarks.backend;

import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.clusters.kubeconfig.Kubeconfig;
import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A real API server, with a namespace for this run. Callers and agent come with the token of one service account, which may do
 * anything in this namespace and nothing elsewhere.
 */
public final class KubernetesBackend implements Backend {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int SMALL = 1_500;
    private static final int LIST = 5_000_000;

    private final List<String> kubectl;
    private final String namespace;
    private final String version;
    private final Endpoint endpoint;
    private final Path kubeconfig;

    private KubernetesBackend(
            List<String> kubectl, String namespace, String version, Endpoint endpoint, Path kubeconfig) {
        this.kubectl = kubectl;
        this.namespace = namespace;
        this.version = version;
        this.endpoint = endpoint;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Makes the namespace and what is in it.
     *
     * @param admin a kubeconfig whose current context may make namespaces, and role bindings in them
     * @param directory its own
     * @throws IllegalStateException when the cluster refuses, with its words
     */
    public static KubernetesBackend create(Path admin, Toolbox toolbox, Path directory) throws IOException {
        String namespace = "culvert-bench-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        List<String> kubectl = List.of(toolbox.require("kubectl"), "--kubeconfig=" + admin, "--namespace=" + namespace);
        String version =
                run(kubectl, "get", "--raw", "/version").replaceAll("(?s).*\"gitVersion\": *\"([^\"]*)\".*", "$1");
        run(kubectl, "create", "namespace", namespace);
        try {
            apply(kubectl, directory.resolve("identity.yaml"), IDENTITY.formatted(namespace));
            apply(
                    kubectl,
                    directory.resolve("small.json"),
                    ConfigMaps.one("small", SMALL).toString());
            apply(kubectl, directory.resolve("list.json"), ConfigMaps.list(LIST).toString());
            String token = token(kubectl);
            Kubeconfig config = Kubeconfig.read(admin, Optional.empty());
            URI server = URI.create(config.server());
            Path authority = Files.writeString(directory.resolve("ca.crt"), config.certificateAuthority());
            Path kubeconfig = directory.resolve("kubeconfig");
            KubeconfigWriter.write(kubeconfig, "bench", server, config.certificateAuthority(), token);
            Endpoint endpoint = new Endpoint(server, authority, Optional.of(token));
            return new KubernetesBackend(kubectl, namespace, version, endpoint, kubeconfig);
        } catch (RuntimeException e) {
            remove(kubectl, namespace);
            throw e;
        }
    }

    @Override
    public String key() {
        return "kubernetes";
    }

    @Override
    public String description() {
        return "a real API server, Kubernetes " + version;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public List<Daemon> daemons() {
        return List.of();
    }

    @Override
    public String small() {
        return "/api/v1/namespaces/" + namespace + "/configmaps/small";
    }

    @Override
    public String list() {
        // From the API server's cache, so that its database is not what is measured.
        return "/api/v1/namespaces/" + namespace + "/configmaps?resourceVersion=0";
    }

    @Override
    public Optional<String> download() {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> upload() {
        return Optional.empty();
    }

    @Override
    public void close() {
        remove(kubectl, namespace);
    }

    private static void remove(List<String> kubectl, String namespace) {
        run(kubectl, "delete", "namespace", namespace, "--wait=false");
    }

    private static String token(List<String> kubectl) {
        String encoded = Awaitility.await("the service account has a token")
                .atMost(DEADLINE)
                .until(
                        () -> run(kubectl, "get", "secret", "bench", "--output=jsonpath={.data.token}"),
                        token -> !token.isBlank());
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
    }

    private static void apply(List<String> kubectl, Path file, String objects) throws IOException {
        Files.writeString(file, objects);
        run(kubectl, "create", "--filename=" + file);
    }

    private static String run(List<String> kubectl, String... arguments) {
        List<String> line = new ArrayList<>(kubectl);
        line.addAll(List.of(arguments));
        return Command.run(line, Map.of(), DEADLINE);
    }

    private static final String IDENTITY = """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: bench}
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: bench
          annotations: {kubernetes.io/service-account.name: bench}
        type: kubernetes.io/service-account-token
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: bench}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
        subjects: [{kind: ServiceAccount, name: bench, namespace: %s}]
        """;
}
