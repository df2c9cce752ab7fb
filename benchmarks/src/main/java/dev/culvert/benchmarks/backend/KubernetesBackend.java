package dev.culvert.benchmarks.backend;

import dev.culvert.benchmarks.process.Command;
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
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real API server, with a namespace for this run. Callers and agent come with the token of one service account, which may do
 * anything in this namespace and nothing elsewhere.
 */
public final class KubernetesBackend implements Backend {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int SMALL = 1_500;
    private static final int LIST = 5_000_000;

    private final Removal removal;
    private final String namespace;
    private final String version;
    private final Endpoint endpoint;
    private final Path kubeconfig;

    private final boolean served;

    private KubernetesBackend(
            Removal removal, String namespace, String version, Endpoint endpoint, Path kubeconfig, boolean served) {
        this.removal = removal;
        this.namespace = namespace;
        this.version = version;
        this.endpoint = endpoint;
        this.kubeconfig = kubeconfig;
        this.served = served;
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
        Removal removal = Removal.atTheLatestWithThisProcess(() -> remove(kubectl, namespace));
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
            boolean served = serve(kubectl, directory);
            return new KubernetesBackend(removal, namespace, version, endpoint, kubeconfig, served);
        } catch (RuntimeException e) {
            removal.now();
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
        return served ? Optional.of(service() + "/download") : Optional.empty();
    }

    @Override
    public Optional<Sink> upload() {
        return served ? Optional.of(new Sink("POST", service() + "/cgi-bin/upload")) : Optional.empty();
    }

    @Override
    public Optional<Pod> pod() {
        return served ? Optional.of(new Pod(namespace, "web")) : Optional.empty();
    }

    private String service() {
        return "/api/v1/namespaces/" + namespace + "/services/web:80/proxy";
    }

    @Override
    public void close() {
        removal.now();
    }

    /** What undoes this backend: a run that is interrupted leaves no namespace behind, either. */
    private record Removal(Runnable work, Thread hook) {
        static Removal atTheLatestWithThisProcess(Runnable work) {
            Thread hook = new Thread(work, "namespace");
            Runtime.getRuntime().addShutdownHook(hook);
            return new Removal(work, hook);
        }

        void now() {
            Runtime.getRuntime().removeShutdownHook(hook);
            work.run();
        }
    }

    /** Starts the pod that serves bodies. Where no pod gets ready, what needs one is left out. */
    private static boolean serve(List<String> kubectl, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("web.yaml"), WEB);
        try {
            // In a new namespace a pod is refused until its service account is there.
            Awaitility.await("the pod is accepted")
                    .atMost(DEADLINE)
                    .ignoreExceptions()
                    .until(() -> !run(kubectl, "apply", "--filename=" + file).isEmpty());
            run(kubectl, "wait", "--for=condition=Ready", "pod/web", "--timeout=50s");
            return true;
        } catch (IllegalStateException | ConditionTimeoutException e) {
            return false;
        }
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

    private static final String WEB = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80, targetPort: 8080}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          terminationGracePeriodSeconds: 0
          automountServiceAccountToken: false
          containers:
          - name: web
            image: busybox:1.35
            imagePullPolicy: IfNotPresent
            command:
            - sh
            - -c
            - |
              mkdir -p /www/cgi-bin
              truncate -s 128M /www/download
              {
                echo '#!/bin/sh'
                echo 'cat > /dev/null'
                echo 'echo Content-Type: text/plain'
                echo 'echo'
                echo 'echo read'
              } > /www/cgi-bin/upload
              chmod +x /www/cgi-bin/upload
              exec httpd -f -p 8080 -h /www
            readinessProbe: {httpGet: {path: /cgi-bin/upload, port: 8080}, periodSeconds: 1}
        """;

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
