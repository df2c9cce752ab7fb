package dev.culvert.system.clients;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A client of the matrix in one of its variants, with a program of its own.
 *
 * @param title what people call it
 * @param directory where its scripts are, below {@code src/test}
 * @param variant what its scripts take to tell one version or setting from another
 */
record Client(String title, String directory, String variant) implements Subject {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    /** Every client that the matrix knows. */
    static List<Client> all() {
        return List.of(
                new Client("Python kubernetes", "python", "newest"),
                new Client("Python kubernetes (Debian)", "python", "debian"),
                new Client("JavaScript @kubernetes/client-node", "js", "plain"),
                new Client("JavaScript @kubernetes/client-node, server with a trailing slash", "js", "slash"),
                new Client("fabric8 kubernetes-client, default HTTP client (Vert.x)", "fabric8", "default"),
                new Client("fabric8 kubernetes-client, JDK HTTP client", "fabric8", "jdk"),
                new Client("fabric8 kubernetes-client, OkHttp", "fabric8", "okhttp"),
                new Client("fabric8 kubernetes-client, Jetty", "fabric8", "jetty"),
                new Client("fabric8 kubernetes-client, Vert.x 4", "fabric8", "vertx"),
                new Client("kubeclient (Ruby)", "ruby", "system"),
                new Client("client-go, with informers (Go)", "informers", "current"),
                new Client("Helm 4", "helm", "v4"),
                new Client("Helm 3", "helm", "v3"),
                new Client("Terraform, provider for Kubernetes 1.13.4", "terraform", "1.5.7"),
                new Client("Argo CD", "gitops", "argocd"),
                new Client("Flux (kustomize-controller)", "gitops", "flux"),
                new Client("k9s", "k9s", "0.50.16"));
    }

    @Override
    public String key() {
        return directory + "-" + variant;
    }

    @Override
    public Optional<Path> home() {
        return Installed.of(this);
    }

    @Override
    public Report report(Way way, Path home) {
        try (Workload workload = Workload.create("client")) {
            workload.apply(Pods.both());
            workload.awaitReady(Pods.SHELL);
            workload.awaitReady(Pods.TICKER);
            workload.awaitServing(Pods.SHELL, Pods.PORT);
            Outcome outcome =
                    run(way, home, workload.namespace()).within(PATIENCE).run();
            return Report.of(outcome, workload.namespace());
        }
    }

    /**
     * Jetty's client takes a 401 without a challenge for a broken protocol; kube-apiserver sends none, the gateway one. Java's
     * loses an answer that GOAWAY follows closely, as it does on newer API servers; the gateway waits a second.
     */
    @Override
    public boolean mayDiffer(Way way, String name) {
        return directory.equals("fabric8")
                && (variant.equals("jetty") || variant.equals("jdk"))
                && name.equals("a wrong token");
    }

    Path scripts() {
        return Repository.root().resolve("system-tests/src/test").resolve(directory);
    }

    Command install(Path home) {
        return Command.of("bash", script("install"), variant, home.toString());
    }

    /** The program, on that way to the cluster. */
    Command run(Way way, Path home, String namespace) {
        return way.command("bash", script("run"), variant, home.toString(), namespace);
    }

    /** The same script, for something else than the matrix. */
    Command run(String variant, Path home, String... arguments) {
        return Command.of("bash", script("run"), variant, home.toString()).with(arguments);
    }

    private String script(String name) {
        return scripts().resolve(name).toString();
    }

    @Override
    public String toString() {
        return key();
    }
}
