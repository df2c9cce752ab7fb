package dev.culvert.system.install;

import static dev.culvert.system.install.InstalledAgents.direct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Running;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The agent in pods, of its image, by its manifest: installed, rolled, scaled, upgraded, removed. */
@SystemTest
final class InstallST {
    private static final String NAMESPACE = "culvert-install-test";
    private static final String FIRST = "docker.io/culvert/cluster-proxy:install-1";
    private static final String SECOND = "docker.io/culvert/cluster-proxy:install-2";

    private static InstalledAgents agents;
    private static String policy;

    @BeforeAll
    static void install() {
        String cluster = ownCluster();
        // Two builds: they differ in their names alone.
        String first = image(cluster, "install-1");
        assertThat(image(cluster, "install-2")).isEqualTo(first);
        policy = direct("api-versions").orFail().out().lines().anyMatch("policy/v1"::equals) ? "v1" : "v1beta1";
        agents = InstalledAgents.start(
                direct("get", "nodes", "-o", "jsonpath={.items[0].status.addresses[?(@.type=='InternalIP')].address}")
                        .orFail()
                        .out());
        agents.apply(NAMESPACE, manifest(NAMESPACE, FIRST, "agent,impersonate"));
    }

    @AfterAll
    static void remove() throws IOException {
        if (agents != null) {
            assertThat(agents.logHoldsAToken()).isFalse();
            agents.close();
        }
    }

    @Test
    void kubectlWorksWithTheAgentsRightsAndWithTheCallersOwn() {
        assertThat(through("get", "namespaces", "-o", "name").orFail().out()).contains("namespace/" + NAMESPACE);
        Outcome secrets = through("get", "secrets", "-n", NAMESPACE);
        assertThat(secrets.exit()).isEqualTo(1);
        assertThat(secrets.err()).contains("system:serviceaccount:" + NAMESPACE + ":cluster-proxy", "secrets");

        try (Workload workload = Workload.create("install")) {
            RawRequest list = RawRequest.get("/api/v1/namespaces/" + workload.namespace() + "/secrets");
            RawResponse refused = RawConnection.exchange(agents.alice(), list);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("User \\\"alice\\\"");
            workload.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: devs-admin}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: devs}]
                """);
            await("the cluster knows the binding")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    RawConnection.exchange(agents.alice(), list).status())
                            .isEqualTo(200));
        }
    }

    @Test
    void thePodsRunAsSmallAsTheManifestSays() {
        for (String pod : agents.pods(NAMESPACE)) {
            Outcome shell = direct("exec", pod, "-n", NAMESPACE, "--", "sh", "-c", "true");
            assertThat(shell.exit()).as("there is no shell").isNotZero();
        }
        assertThat(direct("logs", "deployment/cluster-proxy", "-n", NAMESPACE)
                        .orFail()
                        .out())
                .contains("transport=\"native\"", "tls=\"OpenSSL");
    }

    @Test
    void aRestartFailsNoRequestAndLeavesNoWatchHanging() {
        try (Workload workload = Workload.create("install");
                Running watch = agents.target()
                        .kubectl("get", "configmaps", "-n", workload.namespace(), "--watch", "-o", "name")
                        .start();
                Load load = Load.on(agents.target())) {
            workload.apply(configMap("before"));
            watch.awaitOut("configmap/before", Duration.ofSeconds(60));

            List<String> old = agents.pods(NAMESPACE);
            direct("rollout", "restart", "deployment/cluster-proxy", "-n", NAMESPACE)
                    .orFail();
            agents.awaitRollout(NAMESPACE);

            assertThat(agents.pods(NAMESPACE)).hasSize(2).doesNotContainAnyElementsOf(old);
            workload.apply(configMap("after"));
            await("the watch goes on, or is seen to be over")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !watch.alive() || watch.out().contains("configmap/after"));
            assertThat(through("get", "configmaps", "-n", workload.namespace(), "-o", "name")
                            .orFail()
                            .out())
                    .contains("configmap/after");
            assertNoFailure(load);
        }
    }

    @Test
    void scalingUpAndDownFailsNoRequest() {
        try (Load load = Load.on(agents.target())) {
            for (String replicas : List.of("3", "1", "2")) {
                direct("scale", "deployment/cluster-proxy", "-n", NAMESPACE, "--replicas=" + replicas)
                        .orFail();
                agents.awaitRollout(NAMESPACE);
            }
            assertNoFailure(load);
        }
    }

    @Test
    void anUpgradeFailsNoRequest() {
        try (Load load = Load.on(agents.target())) {
            agents.apply(NAMESPACE, manifest(NAMESPACE, SECOND, "agent,impersonate"));
            assertThat(direct("get", "pods", "-n", NAMESPACE, "-o", "jsonpath={.items[*].spec.containers[*].image}")
                            .orFail()
                            .out()
                            .split(" ", -1))
                    .containsExactly(SECOND, SECOND);
            assertNoFailure(load);
        }
    }

    /** An installation of its own, with the rights of mode impersonate alone. */
    @Test
    void whatIsDeletedLeavesNothingAndCouldDoNothingButImpersonate() {
        String namespace = NAMESPACE + "-2";
        Path manifest = manifest(namespace, FIRST, "impersonate");
        agents.apply(namespace, manifest);
        assertThat(everything()).contains("ClusterRole ", "ClusterRoleBinding ", "Deployment ", "Secret ");

        String account = "system:serviceaccount:" + namespace + ":cluster-proxy";
        assertThat(can(account, "impersonate", "users")).isEqualTo("yes");
        assertThat(can(account, "impersonate", "groups")).isEqualTo("yes");
        assertThat(can(account, "create", "subjectaccessreviews.authorization.k8s.io"))
                .isEqualTo("yes");
        for (String verb : List.of("get", "list", "watch", "create", "update", "delete")) {
            for (String resource : List.of("secrets", "pods", "configmaps", "nodes", "serviceaccounts/token")) {
                assertThat(can(account, verb, resource))
                        .as(verb + " " + resource)
                        .isEqualTo("no");
            }
        }
        assertThat(can(account, "bind", "clusterroles.rbac.authorization.k8s.io"))
                .isEqualTo("no");
        assertThat(can(account, "*", "*")).isEqualTo("no");

        direct("delete", "-f", manifest.toString(), "--timeout=280s").orFail();
        await("nothing of it is left")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(everything()).isEmpty());
    }

    private static String can(String account, String verb, String resource) {
        return direct("auth", "can-i", verb, resource, "--as", account, "-n", "kube-system", "-q", "-v=0")
                                .exit()
                        == 0
                ? "yes"
                : "no";
    }

    /** What the cluster has that has to do with us. */
    private static String everything() {
        List<String> names = new ArrayList<>();
        for (String kinds : List.of(
                "namespaces",
                "clusterroles,clusterrolebindings",
                "pods,deployments,replicasets,secrets,serviceaccounts,roles,rolebindings,networkpolicies,"
                        + "poddisruptionbudgets,endpoints,services,controllerrevisions")) {
            direct(
                            "get",
                            kinds,
                            "-A",
                            "-o",
                            "jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{'\\n'}{end}")
                    .orFail()
                    .out()
                    .lines()
                    .filter(line -> line.contains(NAMESPACE + "-2"))
                    .forEach(names::add);
        }
        return String.join("\n", names);
    }

    private static void assertNoFailure(Load load) {
        int before = load.answers();
        await("requests go on")
                .atMost(Duration.ofSeconds(60))
                .until(() -> load.answers() > before + 20 || !load.failures().isEmpty());
        assertThat(load.failures()).isEmpty();
    }

    private static Outcome through(String... arguments) {
        Target target = agents.target();
        return target.kubectl(arguments).run();
    }

    private static String configMap(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
    }

    private static Path manifest(String namespace, String image, String modes) {
        return agents.manifest(namespace, image, "--mode", modes, "--policy-version", policy);
    }

    /** Builds the image under that tag, brings it into the cluster, and returns its digest. */
    private static String image(String cluster, String tag) {
        Path out = Scratch.directory("images-" + tag);
        String said = Command.of(script("scripts/image"), "--tag", tag, "--out", out.toString(), "cluster-proxy")
                .within(Duration.ofMinutes(5))
                .run()
                .orFail()
                .out();
        String archive = out.resolve("cluster-proxy.tar").toString();
        Command.of(script("test-clusters/load"), "--name", cluster, archive)
                .within(Duration.ofMinutes(2))
                .run()
                .orFail();
        return Stream.of(said.split(" ", -1))
                .filter(word -> word.startsWith("sha256:"))
                .findFirst()
                .orElseThrow();
    }

    /** The name of a cluster that {@code test-clusters/up} made: to others no image can be brought. */
    private static String ownCluster() {
        Path kubeconfig = Path.of(System.getenv("CULVERT_TEST_KUBECONFIG")).toAbsolutePath();
        Path home = kubeconfig.getParent();
        if (home != null && Files.exists(home.resolve("made")) && home.getFileName() != null) {
            return home.getFileName().toString();
        }
        String reason = "the cluster is none of test-clusters/up: no image can be brought into it";
        System.out.println("SKIPPED InstallST: " + reason);
        return abort(reason);
    }

    private static String script(String name) {
        return Repository.root().resolve(name).toString();
    }
}
