package dev.culvert.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.clusters.junit.WithCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of the real kubectl. */
@WithCluster(WithCluster.Choice.EMBEDDED)
class KubectlTest {
    private static final String MANIFEST = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec:
              containers: [{name: c, image: "web:1", ports: [{containerPort: 80}]}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: dep}
            spec:
              replicas: 2
              selector: {matchLabels: {app: x}}
              template:
                metadata: {labels: {app: x}}
                spec: {containers: [{name: c, image: "x:1", env: [{name: A, value: "1"}]}]}
            """;

    @TempDir
    private Path directory;

    private Map<String, String> environment;

    @BeforeEach
    void openANamespace(EmbeddedCluster cluster) throws IOException {
        boolean present = Command.onPath("kubectl");
        if (!present) {
            System.out.println("SKIPPED the kubectl sessions: there is no kubectl on the PATH");
        }
        assumeTrue(present, "kubectl is on the PATH");
        Path config = directory.resolve("kubeconfig");
        Files.copy(cluster.kubeconfig(), config);
        environment = Map.of("KUBECONFIG", config.toString(), "HOME", directory.toString());
        Files.writeString(directory.resolve("m.yaml"), MANIFEST);
        Files.writeString(directory.resolve("m2.yaml"), MANIFEST.replace("name: A", "name: B"));
        String namespace = "k-" + UUID.randomUUID();
        kubectl("create", "namespace", namespace);
        kubectl("config", "set-context", "--current", "--namespace", namespace);
    }

    @Test
    void objectsAreCreatedShownChangedAndDeleted() {
        assertThat(kubectl("create", "-f", "m.yaml")).contains("pod/web created", "deployment.apps/dep created");
        assertThat(refused("create", "-f", "m.yaml")).contains("AlreadyExists");
        assertThat(kubectl("get", "pods")).containsPattern("NAME +READY +STATUS +RESTARTS +AGE\nweb +1/1 +Running");
        assertThat(kubectl("get", "all")).contains("pod/web", "deployment.apps/dep");
        assertThat(kubectl("describe", "pod", "web")).contains("Status:", "Running", "web:1", "Ready");
        assertThat(kubectl("label", "pod", "web", "tier=front")).contains("labeled");
        assertThat(kubectl("get", "pods", "-l", "tier=front", "-o", "name")).isEqualTo("pod/web\n");
        assertThat(kubectl("wait", "--for=condition=Available", "deployment/dep", "--timeout=10s"))
                .contains("condition met");
        assertThat(kubectl("scale", "deployment/dep", "--replicas=3")).contains("scaled");
        assertThat(kubectl("get", "deployment", "dep", "-o", "jsonpath={.status.readyReplicas}"))
                .isEqualTo("3");
        assertThat(kubectl("logs", "web", "--tail=1")).contains("stand-in");
        assertThat(refused("exec", "web", "--", "ls")).contains("stand-in");
        assertThat(kubectl("delete", "pod", "web")).contains("pod \"web\" deleted");
        assertThat(refused("get", "pod", "web")).contains("pods \"web\" not found");
    }

    @Test
    void applyIsRepeatableOnBothSides() {
        assertThat(kubectl("apply", "-f", "m.yaml")).contains("pod/web created");
        assertThat(kubectl("apply", "-f", "m.yaml")).contains("pod/web unchanged", "deployment.apps/dep unchanged");
        assertThat(kubectl("apply", "-f", "m2.yaml")).contains("deployment.apps/dep configured");
        assertThat(kubectl("get", "deployment", "dep", "-o", "jsonpath={..env[*].name}"))
                .isEqualTo("B");
        assertThat(kubectl("apply", "--server-side", "--force-conflicts", "-f", "m2.yaml"))
                .contains("pod/web serverside-applied");
        assertThat(kubectl("delete", "-f", "m.yaml", "--wait")).contains("deleted");
        assertThat(kubectl("apply", "--server-side", "-f", "m.yaml"))
                .contains("deployment.apps/dep serverside-applied");
    }

    @Test
    void threeKindsOfPatchDoWhatTheySay() {
        kubectl("create", "-f", "m.yaml");
        kubectl("patch", "pod", "web", "-p", "{\"metadata\":{\"labels\":{\"a\":\"1\",\"b\":\"2\"}}}");
        kubectl("patch", "pod", "web", "--type=merge", "-p", "{\"metadata\":{\"labels\":{\"a\":null}}}");
        kubectl("patch", "pod", "web", "--type=json", "-p", "[{\"op\":\"remove\",\"path\":\"/metadata/labels/app\"}]");
        assertThat(kubectl("get", "pod", "web", "-o", "jsonpath={.metadata.labels}"))
                .isEqualTo("{\"b\":\"2\"}");
    }

    @Test
    void typedCommandsWhoseBodiesAreProtobufWork() {
        kubectl("create", "configmap", "settings", "--from-literal=a=b");
        assertThat(kubectl("get", "configmap", "settings", "-o", "jsonpath={.data}"))
                .isEqualTo("{\"a\":\"b\"}");
        kubectl("create", "secret", "generic", "s", "--from-literal=k=v");
        assertThat(kubectl("get", "secret", "s", "-o", "jsonpath={.data.k}")).isEqualTo("dg==");
        kubectl("create", "deployment", "typed", "--image=i:1", "--port=80");
        assertThat(kubectl("get", "deployment", "typed", "-o", "jsonpath={..containerPort} {.status.replicas}"))
                .isEqualTo("80 1");
        kubectl("create", "job", "once", "--image=i");
        assertThat(kubectl("wait", "--for=condition=complete", "job/once", "--timeout=10s"))
                .contains("met");
        kubectl("expose", "deployment", "typed", "--port=80", "--target-port=8080");
        assertThat(kubectl("get", "service", "typed", "-o", "jsonpath={.spec.ports[0].targetPort}"))
                .isEqualTo("8080");
        kubectl("create", "role", "r", "--verb=get", "--resource=pods");
        kubectl("create", "rolebinding", "rb", "--role=r", "--user=u");
        assertThat(kubectl("get", "rolebinding", "rb", "-o", "jsonpath={.subjects[0].name}"))
                .isEqualTo("u");
        assertThat(kubectl("auth", "can-i", "create", "pods")).isEqualTo("yes\n");
        assertThat(kubectl("auth", "whoami", "--as", "jane", "--as-group", "g"))
                .contains("jane", "[g system:authenticated]");
    }

    @Test
    void theClusterDescribesItselfAndSaysWhatItIs() {
        assertThat(kubectl("get", "--raw", "/version")).contains("stand.in");
        assertThat(kubectl("version")).contains("Server Version: v1.32.0-culvert.stand.in");
        assertThat(kubectl("get", "nodes")).contains("embedded-stand-in");
        assertThat(kubectl("api-resources")).containsPattern("deployments +deploy +apps/v1 +true +Deployment");
        assertThat(kubectl("api-versions")).contains("rbac.authorization.k8s.io/v1\n");
        assertThat(kubectl("explain", "pods")).contains("KIND:       Pod", "spec\t<Object>");
        assertThat(kubectl("auth", "can-i", "--list")).contains("*.*");
    }

    @Test
    void aWatchShowsWhatHappensMeanwhile() throws Exception {
        kubectl("create", "configmap", "before");
        Path output = directory.resolve("watch.txt");
        Process watch = Command.start(
                directory,
                environment,
                Command.words("kubectl", "get", "configmaps", "--watch", "--output-watch-events"),
                output);
        try {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Files.readString(output)).contains("before"));
            kubectl("create", "configmap", "meanwhile");
            kubectl("delete", "configmap", "before");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Files.readString(output))
                    .containsPattern("(?s)ADDED +meanwhile.*DELETED +before"));
        } finally {
            watch.destroy();
            watch.waitFor();
        }
    }

    private String kubectl(String... arguments) {
        Command.Result result = Command.run(directory, environment, Command.words("kubectl", arguments));
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    private String refused(String... arguments) {
        Command.Result result = Command.run(directory, environment, Command.words("kubectl", arguments));
        assertThat(result.code()).as(result.output()).isNotZero();
        return result.output();
    }
}
