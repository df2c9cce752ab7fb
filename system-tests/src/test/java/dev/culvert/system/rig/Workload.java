package dev.culvert.system.rig;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;

/** A namespace of the test's own, made and removed direct, never through what is tested. */
public final class Workload implements AutoCloseable {

    private final Target direct = Rigs.direct();
    private final String namespace;

    private Workload(String namespace) {
        this.namespace = namespace;
    }

    public static Workload create(String hint) {
        String namespace =
                "culvert-" + hint + "-" + UUID.randomUUID().toString().substring(0, 6);
        Workload workload = new Workload(namespace);
        workload.direct.kubectl("create", "namespace", namespace).run().orFail();
        workload.awaitServiceAccount();
        return workload;
    }

    public String namespace() {
        return namespace;
    }

    /** A pod with a shell that waits; BusyBox is all there is in it. */
    public String pod(String name) {
        return pod(name, "trap exit TERM; while :; do sleep 3600 & wait; done");
    }

    /** A pod that runs a shell script, ready when its container runs. */
    public String pod(String name, String script) {
        apply(manifest(name, script));
        awaitReady(name);
        return name;
    }

    public void apply(String manifest) {
        direct.kubectl("apply", "-n", namespace, "-f", "-")
                .stdin(manifest)
                .run()
                .orFail();
    }

    public void awaitReady(String pod) {
        direct.kubectl("wait", "--for=condition=Ready", "pod/" + pod, "-n", namespace, "--timeout=120s")
                .within(Duration.ofSeconds(130))
                .run()
                .orFail();
    }

    /**
     * Until the API server reaches a pod's web server. Where the address of a pod that is gone is given to another, the node may
     * know the old one's link address still, and for some seconds nothing arrives.
     */
    public void awaitServing(String pod, int port) {
        String path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + ":" + port + "/proxy/";
        await("pod " + pod + " serves on port " + port)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> direct.kubectl("get", "--raw", path).run().exit() == 0);
    }

    /** The manifest of a pod that runs a shell script. */
    public static String manifest(String name, String script) {
        return """
            apiVersion: v1
            kind: Pod
            metadata:
              name: %s
              labels: {app: %s}
            spec:
              terminationGracePeriodSeconds: 0
              automountServiceAccountToken: false
              containers:
              - name: main
                image: busybox:1.35
                imagePullPolicy: IfNotPresent
                command: ["sh", "-c", %s]
            """.formatted(name, name, quoted(script));
    }

    private static String quoted(String script) {
        return '"' + script.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private void awaitServiceAccount() {
        await("the namespace has its service account")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> direct.kubectl("get", "sa/default", "-n", namespace)
                                .run()
                                .exit()
                        == 0);
    }

    @Override
    public void close() {
        direct.kubectl("delete", "pods", "--all", "-n", namespace, "--force", "--grace-period=0", "--wait=false")
                .run();
        direct.kubectl("delete", "namespace", namespace, "--wait=false").run();
    }
}
